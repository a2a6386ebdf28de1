#pragma once

#include <string>

/// A date as people write it.
std::string garland_date(const std::string& edtf);
