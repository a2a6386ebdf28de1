#pragma once

// Tables in: what an import is told besides the rows and the mapping.

#include <laurels/arrow.hpp>
#include <laurels/mapping.hpp>
#include <laurels/report.hpp>
#include <laurels/rows.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace laurels {
inline namespace v0 {

/// How a table is imported.
struct ImportOptions {
    std::string actor{};      ///< who makes the change; empty: the registry's
    std::string reason{};     ///< why; empty: "import of DATA SET"
    bool dry_run = false;     ///< only report what would be written
    bool strict = false;      ///< the first row that would be refused ends the import, and nothing is written
    bool any_thread = false;  ///< another thread may ask the stream for rows while this one writes: it belongs to none
    /// Called now and then with the number of rows read. What it throws ends the import, and nothing is written.
    std::function<void(std::int64_t rows)> progress{};
};

}  // namespace v0
}  // namespace laurels
