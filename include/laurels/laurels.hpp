#pragma once

// Everything a program needs. Start at Registry in registry.hpp; the records are in records.hpp and what their fields
// mean in fields.hpp.

#include <laurels/exchange.hpp>
#include <laurels/fields.hpp>
#include <laurels/registry.hpp>
#include <laurels/report.hpp>
#include <laurels/version.hpp>
