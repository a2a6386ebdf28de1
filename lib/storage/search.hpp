#pragma once

// Where the journal names somebody who is to be erased, and how what names them is to read afterwards.

#include "codec/texts.hpp"
#include "model/mentions.hpp"
#include "storage/journal.hpp"

#include <laurels/upkeep.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace laurels::inline v0::storage {

/// The events about a record, oldest first. Throws Damaged where they are no chain.
std::vector<StoredEvent> events_of(Connection& connection, RecordId record);

/// Reads the journal twice: for the credits that ever credited the nominee or one of its merged twins, and for
/// everything that names them.
class Search {
  public:
    /// `texts` are looked for besides all names. Throws InvalidValue for one that is too short.
    Search(Id<Nominee> nominee, const std::vector<std::string>& texts);

    /// Reads a part; false when all has been read. All parts must be of one transaction. Throws NotFound.
    bool read_on(Connection& connection);

    Id<Nominee> nominee() const { return nominee_; }
    const model::Mentions& mentions() const { return mentions_; }
    /// The payloads as they are to be left, of what is to be blanked.
    const std::map<std::int64_t, std::string>& events() const { return events_; }
    const std::map<std::int64_t, std::string>& changes() const { return changes_; }
    /// The records that those events are about.
    const std::set<RecordId>& records() const { return records_; }
    /// The folded names and source keys that are to find the nominee when they are gone.
    const std::set<std::string>& keys() const { return keys_; }
    /// The digests of what earlier erasures blanked.
    const codec::Erased& earlier() const { return earlier_; }

    /// What was found, as a dry run has it.
    ErasureReport report() const;

  private:
    enum class Step : std::uint8_t { names, credits, events, changes, done };
    enum class Treatment : std::uint8_t { mentions, whole, none };
    struct Row {
        std::int64_t seq;
        std::int64_t change;
        RecordId record;
        std::string_view payload;
    };
    /// What a claim says that was said of one of them.
    struct Claimed {
        RecordId subject;
        std::string field;
    };

    void name_nominees(Connection& connection);
    void name_nominee(const codec::Json& set);
    void name_credits(Connection& connection);
    void add_name(const std::string& name);
    void add_credited_as(const std::string& name);

    bool find_credits(Connection& connection);
    bool search_events(Connection& connection);
    bool search_changes(Connection& connection);

    bool is_theirs(RecordId record) const;
    bool is_about_them(const Row& row) const;
    void look_at(const Row& row);
    template <RecordType R>
    void look_at_fields(const Row& row);
    void follow(RecordId record, const codec::Json& set);
    void edit_aliases(RecordId nominee, const codec::Json& before, codec::Json& set);
    bool edit_said(Said& said, const ErasureReport::Place& place);
    Treatment treatment(RecordId record, std::string_view field, codec::TextPart part) const;
    Treatment treatment_of_theirs(RecordId record, std::string_view field, codec::TextPart part) const;
    std::string without_in_claim(const Claimed& claimed, const std::string& value) const;
    std::string without(Treatment treatment, const std::string& text) const;
    /// Notes where a text stood and where it still stands; gives whether it changed.
    bool note(ErasureReport::Place place, std::string where, const std::string& before, const std::string& after);

    Id<Nominee> nominee_;
    Step step_ = Step::names;
    std::int64_t next_ = 1;  // the event or change to read next
    std::int64_t last_event_ = 0;
    std::int64_t last_change_ = 0;

    std::vector<std::int64_t> nominees_;  // the twins, the nominee among them
    std::set<std::int64_t> credits_;      // that ever credited one of them
    std::set<RecordId> theirs_;           // both
    std::map<std::int64_t, Claimed> claims_;
    std::set<std::int64_t> evidence_;
    std::map<std::int64_t, std::vector<Alias>> aliases_;  // as they were before the event that is looked at

    model::Mentions mentions_;
    std::set<std::string> keys_;
    bool too_short_ = false;  // a name was too short to be looked for
    std::map<std::int64_t, std::string> events_;
    std::map<std::int64_t, std::string> changes_;
    std::set<RecordId> records_;
    codec::Erased earlier_;
    std::vector<ErasureReport::Place> erased_;
    std::vector<ErasureReport::Place> left_;
};

}  // namespace laurels::inline v0::storage
