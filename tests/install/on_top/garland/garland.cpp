#include "garland.hpp"

#include <laurels/laurels.hpp>

std::string garland_date(const std::string& edtf) {
    auto registry = laurels::Registry::in_memory({.actor = "garland"});
    registry.ensure(laurels::Award{.name = "Garland"});
    return laurels::Date::parse(edtf).display();
}
