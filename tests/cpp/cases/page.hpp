#pragma once

// docs/cases.md: a section for each case, made of the test's own code and of what a person was told in it.

#include "cases/cases.hpp"

#include <string>
#include <vector>

namespace cases {

/// The themes of the page in their order: the names of the fixtures, which are its headings too.
struct Theme {
    std::string suite{};
    std::string heading{};
};
const std::vector<Theme>& themes();

/// The section as it stands on the page, from its heading on.
std::string written(const Section& section);

/// Where LAURELS_WRITE_CASES is set, keeps the section for the page that is written at the end; else compares it with
/// what the page has.
void compare_or_keep(const Section& section);

}  // namespace cases
