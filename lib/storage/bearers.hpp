#pragma once

// Who bears which names, with all that tells whether two of them may be one: for suggesting duplicates.

#include "model/words.hpp"
#include "storage/connection.hpp"

#include <laurels/records.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace laurels::inline v0::storage {

/// A record that is shown, with what its merged twins bring.
struct Bearer {
    std::int64_t id = 0;
    std::vector<std::string> names{};  ///< the name first, then the others
    std::int64_t group = 0;            ///< only those of one group can be the same: one kind of nominee, one award
    model::Naming naming = model::Naming::title;
    std::vector<std::int64_t> wholes{};  ///< what it is part of, from near to far
    std::set<std::pair<std::string, std::string>> identifiers{};
    std::vector<std::int64_t> places{};  ///< in order: nominations or editions, in each of which one stands once
    std::size_t held = 0;                ///< how much hangs on it
};

struct Bearers {
    Kind kind{};
    std::vector<Bearer> all{};                                     ///< by id
    std::set<std::pair<std::int64_t, std::int64_t>> told_apart{};  ///< the lower id first
};

/// Awards, series or nominees.
template <RecordType R>
Bearers bearers(Connection& connection);

/// Whether two, or their merged twins, were told apart by distinguish().
bool are_told_apart(Connection& connection, RecordId one, RecordId other);

}  // namespace laurels::inline v0::storage
