#pragma once

// The data that is loaded: the same at every run, with names of the length and the letters that real ones have.

#include <laurels/laurels.hpp>

#include <cstddef>
#include <vector>

namespace bench {

/// Records whose ids, once they are added to an empty registry in this order, are 1, 2, 3 and so on.
struct Data {
    std::vector<laurels::Award> awards;
    std::vector<laurels::Edition> editions;
    std::vector<laurels::Series> series;
    std::vector<laurels::Category> categories;
    std::vector<laurels::Nominee> organisations;
    std::vector<laurels::Nominee> nominees;
    std::vector<laurels::Nomination> nominations;
};

/// So many nominations, in a sixth as many categories, of half as many nominees; every fifth has two credits.
Data make_data(std::size_t nominations);

/// A nomination as make_data() makes them, the `number`th.
laurels::Nomination make_nomination(std::size_t number, std::size_t categories, std::size_t nominees);

/// Adds all that nominations refer to.
void add_all_but_nominations(laurels::Change& change, const Data& data);

/// Adds all of it in one change.
void load(laurels::Registry& registry, const Data& data);

}  // namespace bench
