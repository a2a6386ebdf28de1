/// \file
/// The version of this library. It is written here and nowhere else: CMake and the Python package read it from here.

#pragma once

#include <string_view>

namespace laurels {
inline namespace v0 {

inline constexpr std::string_view version = "0.1.0";

}  // namespace v0
}  // namespace laurels
