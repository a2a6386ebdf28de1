#pragma once

// What one row says, as records that are not yet stored. A field that has its default says nothing.

#include <laurels/records.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace laurels::inline v0::exchange {

/// What whoever takes the entries knows of a nominee.
struct KnownRecord;

struct NomineeEntry {
    Nominee nominee;
    std::string key;                    ///< within the data set; empty where its name identifies it
    std::vector<NomineeEntry> part_of;  ///< none or one
    Id<Nominee> id{};                   ///< its own, where the row has it
    bool says_kind = false;             ///< whether the mapping says of which kind it is
    std::string found_by{};   ///< its key among all nominees; empty of a part, for which the whole must be known
    std::uint64_t print = 0;  ///< of what the row says of it, where that is known without the whole
    KnownRecord* known = nullptr;
};

struct CreditEntry {
    Credit credit;
    NomineeEntry nominee;
};

/// What a row is in, or about. Rows that follow one another and say the same of it share one.
struct Place {
    std::optional<Award> award;
    std::optional<Edition> edition;
    std::optional<Series> series;
    std::optional<Category> category;
    std::optional<Ceremony> ceremony;
    std::optional<Deadline> deadline;
};

struct Entry {
    std::int64_t row = 0;
    std::int64_t line = 0;
    std::shared_ptr<const Place> place;
    std::optional<Nomination> nomination;
    std::optional<NomineeEntry> work;
    std::vector<CreditEntry> credits;
    std::string key;          ///< of the nomination within the data set
    std::string passed_over;  ///< somebody whom a row names that is about a category without an award
    std::string exported;     ///< from which registry it is, and of when
};

/// Why a row is refused: which column, what stands there, what is wrong.
class RowError : public std::runtime_error {
  public:
    RowError(std::string column_, std::string value_, const std::string& reason)
        : std::runtime_error(reason), column(std::move(column_)), value(std::move(value_)) {}
    std::string column;
    std::string value;
    std::vector<std::string> keys{};  ///< of the nominations that the row is about, where they could be read
};

}  // namespace laurels::inline v0::exchange
