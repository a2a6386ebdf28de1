#pragma once

// A mapping that was bound to the columns of a table: gives what each row says.

#include "exchange/batches.hpp"
#include "exchange/cell.hpp"
#include "exchange/entry.hpp"

#include <laurels/mapping.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace laurels::inline v0::exchange {

class Plan {
  public:
    /// Throws InvalidValue for a column that is not there or not read, and for keys that are numbers.
    Plan(const Mapping& mapping, const std::vector<Column>& columns);

    /// What is to be said of the whole table: columns that go nowhere, since they are not read.
    const std::vector<std::string>& remarks() const { return remarks_; }

    /// Adds what the row says: nothing where it is empty or the mapping skips it, several entries where the mapping
    /// makes several rows of it. Throws RowError, and has then added nothing.
    void read(Batches& batches, std::size_t row, std::vector<Entry>& entries);
    /// How many were read.
    std::int64_t rows() const { return row_; }

  private:
    struct FieldCell {
        std::string field;
        CompiledCell cell;
    };
    using Section = std::vector<FieldCell>;
    struct NomineePlan {
        Section fields;
        std::vector<std::size_t> key;
        std::vector<NomineePlan> part_of;
        std::optional<std::size_t> id;
        bool says_kind = false;
        bool is_work = false;
    };
    struct ExtractPlan {
        std::size_t from;
        Pattern pattern;
        std::vector<std::size_t> to;
        bool required;
    };
    struct SplitPlan {
        std::vector<std::size_t> columns;
        std::vector<std::string> by;
        std::optional<Pattern> pattern;
    };
    struct CreditPlan {
        std::optional<SplitPlan> split;
        std::optional<ExtractPlan> extract;
        NomineePlan nominee;
        Section fields;
    };
    struct ConditionPlan {
        std::size_t column;
        std::optional<Pattern> pattern;
        std::optional<std::size_t> same;
        bool negated;
    };
    struct UnpivotPlan {
        std::vector<std::size_t> columns;
        std::size_t name;
        std::size_t value;
    };
    /// What the columns of a split have, part by part.
    struct Parts {
        std::vector<std::vector<std::string_view>> lists;
        std::size_t most = 0;
    };
    struct Step {
        std::vector<std::pair<std::size_t, std::string>> fill_down;  // with the last text
        std::optional<ExtractPlan> extract;
        std::optional<std::size_t> set;
        std::optional<CompiledCell> to;
        std::optional<ConditionPlan> when;
        std::optional<ConditionPlan> skip;
        std::optional<UnpivotPlan> unpivot;
        std::optional<SplitPlan> split;
    };

    std::size_t slot(const std::string& column, const std::string& place);
    std::size_t known_slot(const std::string& column, const std::string& place) const;
    std::size_t new_slot(const std::string& column);
    [[noreturn]] void refuse_missing(const std::string& column, const std::string& place) const;
    /// The column of numbers that a slot is, or is made of.
    const Column* numbers_in(std::size_t slot) const;
    std::vector<std::size_t> key_slots(const std::vector<std::string>& columns, const std::string& place);
    CompiledCell compile(const Cell& cell, const std::string& place);
    Section compile(const Cells& cells, const std::string& section);
    NomineePlan compile(const NomineeMapping& nominee, const std::string& place);
    ExtractPlan compile(const Extract& extract, const std::string& place);
    ConditionPlan compile(const RowCondition& condition, const std::string& place);
    CreditPlan compile(const CreditMapping& credit, const std::string& place);
    SplitPlan compile(const Split& split, const std::string& place);
    /// Those of the table with headings in which the pattern is found. Throws InvalidValue where there is none.
    std::vector<std::size_t> columns_like(const std::string& pattern, const std::string& place);
    Step compile(const Preparation& step, const std::string& place);

    /// False for a row of empty cells.
    bool read_row(Batches& batches, std::size_t row);
    /// Takes the steps from this one on, and calls `done` for each row that comes of it.
    void prepare(std::size_t step, const std::function<void()>& done);
    void each_row_of(const Step& step, std::size_t next, const std::function<void()>& done);
    void take_step(Step& step);
    /// A work or somebody whom the row names; empty where there is none.
    std::string named_in_row();
    /// What the row says, prepared.
    Entry entry();
    void set_text(std::size_t slot, std::string text);
    void extract(const ExtractPlan& plan);
    bool holds(const ConditionPlan& condition) const;
    template <RecordType R>
    R record(const Section& section) const;
    template <RecordType R>
    std::optional<R> named(const Section& section, std::string_view key) const;
    std::optional<NomineeEntry> nominee(const NomineePlan& plan) const;
    template <RecordType R>
    Id<R> own_id(std::size_t slot) const;
    std::string key_text(const std::vector<std::size_t>& slots) const;
    void add_credits(const CreditPlan& plan, std::vector<CreditEntry>& credits);
    void add_credit(const CreditPlan& plan, std::vector<CreditEntry>& credits);
    std::vector<std::string_view> parts(const SplitPlan& split, std::string_view text) const;
    /// Throws RowError where the columns do not have as many.
    Parts parts(const SplitPlan& split) const;
    Extra left_over() const;
    std::string natural_key(const Entry& entry) const;
    Place read_place() const;
    /// The place of the row before where this row says the same of it.
    std::shared_ptr<const Place> place();
    void need_place(const Place& place) const;

    /// Says of an error in a field in which column that stands, and what.
    void name_column(RowError& error) const;

    const Mapping& mapping_;
    const std::vector<Column>& columns_;
    std::vector<std::string> none_;
    std::vector<std::string> names_;  // of the slots: the columns of the table, then those made
    std::unordered_map<std::string, std::size_t> slots_;
    std::vector<bool> used_;
    std::vector<std::vector<std::size_t>> made_of_;  // of the slots that steps make: those that they are made of
    std::vector<std::string> missing_;               // the optional columns that the table lacks
    std::vector<std::string> remarks_;
    std::vector<std::string_view> texts_;  // of the row
    std::deque<std::string> made_;         // what texts_ of columns that were made point to
    std::vector<Step> steps_;
    Section award_, edition_, series_, category_, ceremony_, deadline_, nomination_;
    std::optional<NomineePlan> work_;
    std::vector<CreditPlan> credits_;
    std::vector<std::size_t> key_;
    std::optional<std::size_t> id_;
    std::optional<std::size_t> exported_;
    std::vector<std::size_t> left_over_;
    std::vector<std::size_t> place_slots_;  // what a place is read from
    std::vector<std::string> place_texts_;  // and what stood there when the last was read
    std::shared_ptr<const Place> place_;
    std::string key_in_hand_;  // of the nomination that is being read
    std::int64_t row_ = 0;
    bool has_nominations_ = false;
};

}  // namespace laurels::inline v0::exchange
