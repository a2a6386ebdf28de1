#pragma once

// What several benchmarks share: the data, and a registry that has it. Each is made when it is first needed.

#include "data.hpp"
#include "raw.hpp"

#include <filesystem>

namespace bench {

/// The data of the large file.
const Data& large_data();

/// The large file, loaded with large_data().
const std::filesystem::path& large_file();

/// Makes an empty registry, replacing what is there.
laurels::Registry fresh(const std::filesystem::path& path, const laurels::Options& options = {});

}  // namespace bench
