#pragma once

// What an import did, of whatever format: told so that a person can act on it.

#include <laurels/id.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace laurels {
inline namespace v0 {

/// What an import did, or with a dry run would do.
struct ImportReport {
    /// Records of one kind.
    struct Tally {
        std::int64_t added = 0;
        std::int64_t revised = 0;
        std::int64_t unchanged = 0;

        friend bool operator==(const Tally&, const Tally&) = default;
    };
    /// A row, or a record of a file, that was not taken, and why.
    struct Refusal {
        std::int64_t row = 0;   ///< counted from 1, headings not included
        std::int64_t line = 0;  ///< the line of the file on which it begins, from 1; 0 where there is no file
        std::string column{};   ///< the column or the field; empty where it is the whole row
        std::string value{};    ///< what stood there, cut where it is long
        std::string reason{};   ///< what is wrong with it, and what is allowed

        friend bool operator==(const Refusal&, const Refusal&) = default;
    };
    /// A record that the data set brought once and no longer has. It is left as it is.
    struct Vanished {
        RecordId record{};
        std::string key{};  ///< its key in the data set

        friend bool operator==(const Vanished&, const Vanished&) = default;
    };

    std::int64_t change = 0;               ///< the change that was written; 0 where nothing was
    bool dry_run = false;                  ///< nothing was written, since only the report was wanted
    std::int64_t rows = 0;                 ///< rows read, or records of a file
    std::map<std::string, Tally> kinds{};  ///< by kind: "nomination", "nominee", …
    std::int64_t claims = 0;               ///< values that differ from what others had set, put beside them as claims
    std::vector<Refusal> refused{};
    std::vector<Vanished> vanished{};
    std::vector<std::string> remarks{};  ///< sentences: an identifier that two records share, what may be looked at

    /// In lines, for people: the tallies as a table, then what was refused, vanished and remarked, of each at most the
    /// first 20.
    LAURELS_API std::string text() const;

    friend bool operator==(const ImportReport&, const ImportReport&) = default;
};

}  // namespace v0
}  // namespace laurels
