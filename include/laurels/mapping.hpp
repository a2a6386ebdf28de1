#pragma once

// How the columns of a table become records: data that can be written as JSON, shipped with a table and edited by
// someone who does not program. The JSON form and examples: docs/importing.md.

#include <laurels/arrow.hpp>
#include <laurels/records.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace laurels {
inline namespace v0 {

/// Where a value comes from, and what becomes of it on the way: taken from a column, a template or a constant, trimmed,
/// replaced, translated, and read as a date. What is left empty says nothing.
struct Cell {
    /// A pattern of RE2 (https://github.com/google/re2/wiki/Syntax), found anywhere, and what it stands for; "\1" is
    /// its first group.
    struct Pattern {
        std::string pattern{};
        std::string means{};

        friend bool operator==(const Pattern&, const Pattern&) = default;
    };

    std::string column{};                         ///< the column; or
    std::string text{};                           ///< a template, "{First name} {Last name}"; or
    std::optional<std::string> value{};           ///< a constant
    std::vector<Pattern> replace{};               ///< each replaced wherever it is found, in order
    std::map<std::string, std::string> values{};  ///< what stands there, compared as names are, and what it means
    std::vector<Pattern> patterns{};              ///< the first that is found decides, where `values` has none
    std::optional<std::string> otherwise{};       ///< for what neither has; without it that is refused
    std::string date{};  ///< the form of a date, as strptime has it: "%d/%m/%Y", "[%d ]%B %Y", "%Y/%y"; empty: EDTF
    std::string zone{};  ///< for a local time: its IANA zone

    friend bool operator==(const Cell&, const Cell&) = default;
};

/// The fields of a record by name: "name", "date", "outcome". One entry of a collection has its key after a dot:
/// "identifiers.imdb", "extra.budget", "reached.shortlisted" (its date); "aliases" is one other name.
using Cells = std::map<std::string, Cell>;

/// Several in one cell: "Ann|Bob". The parts of several columns belong together in their order.
struct Split {
    std::vector<std::string> columns{};
    std::vector<std::string> by{};  ///< what separates them: any of these texts
    std::string pattern{};          ///< or a pattern that does

    friend bool operator==(const Split&, const Split&) = default;
};

/// Makes new columns of one: each named group of the pattern, "(?P<title>.+), (?P<author>[^,]+)", is a column.
struct Extract {
    std::string column{};
    std::string pattern{};
    bool required = false;  ///< refuse rows in which the pattern is not found

    friend bool operator==(const Extract&, const Extract&) = default;
};

/// When something applies: where the column has the pattern, or says the same as another, or, with `not_`, where not.
struct RowCondition {
    std::string column{};
    std::string pattern{};
    std::string same{};  ///< instead: another column, compared as names are; empty cells say nothing, so not the same
    bool not_ = false;

    friend bool operator==(const RowCondition&, const RowCondition&) = default;
};

/// Makes rows of columns: each of them that is not empty is a row of its own, in which two new columns have its heading
/// and what stands in it.
struct Unpivot {
    std::vector<std::string> columns{};
    std::string pattern{};  ///< instead: all columns with headings in which it is found, next year's too
    std::string name{};     ///< the column that gets the heading
    std::string value{};    ///< the column that gets what stands there

    friend bool operator==(const Unpivot&, const Unpivot&) = default;
};

/// One step before records are made, in the order given. One of these is set.
struct Preparation {
    std::vector<std::string> fill_down{};  ///< empty cells of these columns take the value of the row above
    std::optional<Extract> extract{};
    std::string set{};  ///< the column, new or not, that gets the value of `to`
    Cell to{};
    std::optional<RowCondition> when{};  ///< for `set`: other rows keep what is there
    std::optional<RowCondition> skip{};  ///< rows that are no data
    std::optional<Unpivot> unpivot{};    ///< a table with a column for each category
    std::optional<Split> split{};        ///< each part is a row of its own, as of two who won together

    friend bool operator==(const Preparation&, const Preparation&) = default;
};

/// A nominee of a row.
struct NomineeMapping {
    Cells fields{};
    /// The columns that identify it within the data set, such as its number there. Without, or where they are empty, it
    /// is found by its name.
    std::vector<std::string> key{};
    std::vector<NomineeMapping> part_of{};  ///< none or one: what it is part of
    std::string id{};                       ///< the column that has its own id, of one's own export

    friend bool operator==(const NomineeMapping&, const NomineeMapping&) = default;
};

/// The credits of a row: one, or with `split` as many as there are parts.
struct CreditMapping {
    std::optional<Split> split{};
    std::optional<Extract> extract{};  ///< of each part
    NomineeMapping nominee{};
    Cells fields{};  ///< of the credit: "role", "share", "credited_as"

    friend bool operator==(const CreditMapping&, const CreditMapping&) = default;
};

/// How a text file is read into rows.
struct Reading {
    std::string delimiter = ",";
    std::string quote = "\"";             ///< empty: quotes are text like any other
    std::string escape{};                 ///< takes its meaning from the character after it: "\\"
    std::string encoding = "utf-8";       ///< as Python names it; a byte order mark is taken off
    std::vector<std::string> headings{};  ///< of a file that has none
    bool ragged = false;                  ///< rows may be shorter than the headings; else they are refused
    std::int64_t skip_lines = 0;          ///< before the headings

    friend bool operator==(const Reading&, const Reading&) = default;
};

/// How a table becomes records. A plain value; what it says is checked by parse() and by the import.
struct Mapping {
    std::string data_set{};  ///< what the table is called: records keep it with their key in it
    std::string about{};     ///< a remark for those who edit it
    Source source{};         ///< who says so: of every event of the import
    Reading reading{};
    std::vector<std::string> none{};      ///< texts that say nothing: "?", "n/a"
    std::vector<std::string> ignore{};    ///< columns to leave out; others that nothing refers to go to `extra`
    std::vector<std::string> optional{};  ///< columns that a table may lack: then they are empty
    std::vector<Preparation> prepare{};
    std::vector<std::string> key{};  ///< the columns that identify a nomination within the data set
    bool together = false;           ///< rows with one key are one nomination; else the second gets "#2" to its key
    bool partial = false;            ///< the table has a part of the data set, so that what it lacks has not vanished
    bool overwrites = false;         ///< what differs is a revision, whoever set it: for one's own edited export
    std::string id{};                ///< the column that has the nomination's own id, of one's own export
    std::string exported{};          ///< the column that says from which registry a row is, and when it was exported
    Cells award{};
    Cells edition{};
    Cells series{};
    Cells category{};
    Cells ceremony{};
    Cells deadline{};
    Cells nomination{};
    std::optional<NomineeMapping> work{};
    std::vector<CreditMapping> credits{};

    /// Reads its JSON form. Throws InvalidValue, which names the place: what is no JSON, a key that there is none of, a
    /// field that the record does not have, a value with two meanings, a pattern that is none.
    LAURELS_API static Mapping parse(std::string_view json);
    /// Its JSON form, indented.
    LAURELS_API std::string text() const;
    /// Proposes a mapping from the headings and first rows of a table, to be checked by a person. Takes the stream
    /// over. Throws InvalidValue where the stream cannot be read.
    LAURELS_API static Mapping suggest(ArrowArrayStream& rows, std::string_view data_set);

    friend bool operator==(const Mapping&, const Mapping&) = default;
};

}  // namespace v0
}  // namespace laurels
