#include "storage/changes.hpp"

#include "model/display.hpp"
#include "storage/journal.hpp"

#include <laurels/error.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace laurels::inline v0::storage {

namespace {

constexpr std::int64_t everything = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t most_records = 10;
/// How many records a summary names; of more it says how many they are.
constexpr std::size_t most_named = 3;

/// A verb as it is told of afterwards, before the records that it was about.
struct Telling {
    std::string_view verb;
    std::string_view past;
};
constexpr Telling tellings[] = {
    {"revise", "revised"},
    {"correct", "corrected"},
    {"advance", "advanced"},
    {"decide", "decided"},
    {"rule", "ruled on"},
    {"accept", "noted the acceptance of"},
    {"refuse", "noted the refusal of"},
    {"prevent", "noted the prevented acceptance of"},
    {"disclose", "set who may know of"},
    {"void", "declared void"},
    {"restore", "restored"},
    {"merge", "merged"},
    {"unmerge", "unmerged"},
    {"distinguish", "told apart"},
    {"settle", "settled"},
    {"revert", "put back"},
    {"erase", "erased text of"},
    {"import", "updated from its data set"},
};

std::string past_of(const std::string& verb) {
    const auto* const found = std::ranges::find(tellings, verb, &Telling::verb);
    return std::string(found == std::end(tellings) ? std::string_view(verb) : found->past);
}

/// What was written by one verb.
struct Group {
    std::string past;
    std::vector<RecordId> named;  // the first few
    std::set<RecordId> records;
    std::vector<std::pair<Kind, std::int64_t>> counts;  // in the order in which they came
};

/// "3 nominations, 1 category": the most first.
std::string counted(const Group& group) {
    auto counts = group.counts;
    std::ranges::stable_sort(counts, std::ranges::greater(), &std::pair<Kind, std::int64_t>::second);
    std::string text;
    for (const auto& [kind, number] : counts) text += (text.empty() ? "" : ", ") + model::counted(number, kind);
    return text;
}

std::string listed(const std::vector<RecordId>& records) {
    std::string text;
    for (const RecordId record : records) text += (text.empty() ? "" : ", ") + to_string(record);
    return text;
}

/// Adds up the events of one change.
class Summary {
  public:
    void add(const std::string& verb, RecordId record) {
        // A nomination's credits are added right after it, and are part of what was added then.
        const bool part = verb == "add" && record.kind == Kind::credit && after_nomination_;
        after_nomination_ = verb == "add" && (part || record.kind == Kind::nomination);
        if (part) return;
        const bool is_new = verb == "add" || verb == "claim";
        Group& group = group_of(is_new ? std::string("added") : past_of(verb));
        if (is_new)
            count(group, record.kind);  // each once, so that there is no need to remember which
        else if (group.records.insert(record).second) {
            count(group, record.kind);
            if (group.named.size() <= most_named) group.named.push_back(record);
        }
    }

    std::string text() const {
        std::string text;
        for (const Group& group : groups_) {
            const bool named = !group.named.empty() && group.named.size() <= most_named;
            text += (text.empty() ? "" : "; ") + group.past + " " + (named ? listed(group.named) : counted(group));
        }
        return text;
    }

  private:
    Group& group_of(std::string past) {
        if (const auto found = std::ranges::find(groups_, past, &Group::past); found != groups_.end()) return *found;
        groups_.push_back({std::move(past), {}, {}, {}});
        return groups_.back();
    }

    static void count(Group& group, Kind kind) {
        const auto found = std::ranges::find(group.counts, kind, &std::pair<Kind, std::int64_t>::first);
        if (found == group.counts.end())
            group.counts.emplace_back(kind, 1);
        else
            ++found->second;
    }

    std::vector<Group> groups_;
    bool after_nomination_ = false;
};

/// The verb stands at a payload's start, so that it need not be decoded for it.
std::string verb_at(Connection& connection, std::int64_t seq, const std::string& start) {
    constexpr std::string_view before = R"({"op":")";
    const std::size_t end = start.starts_with(before) ? start.find('"', before.size()) : std::string::npos;
    if (end != std::string::npos) return start.substr(before.size(), end - before.size());
    return read_event(connection, seq).body().verb;
}

/// Adds up what a query for events gives.
void add_events(Connection& connection, Statement query, ChangeRow& row, Summary& summary) {
    while (query.step()) {
        const RecordId record(kind_at(query, 1), query.whole(2));
        summary.add(verb_at(connection, query.whole(0), query.text(3)), record);
        ++row.events;
        if (row.records.size() < most_records && std::ranges::find(row.records, record) == row.records.end())
            row.records.push_back(record);
    }
}

/// Reads changes into rows.
class Reader {
  public:
    explicit Reader(Connection& connection) : connection_(connection) {
        // A view by `known` makes several events of one that corrects several things, behind the journal's end.
        auto query = connection.statement("SELECT seq, change FROM event WHERE seq > ? AND change <= ?");
        const Head head = read_head(connection);
        query.bind(head.seq).bind(head.change);
        while (query.step()) beyond_[query.whole(1)].push_back(query.whole(0));
    }

    ChangeRow row_of(const StoredChange& change) {
        const codec::ChangeBody body = change.body();
        ChangeRow row;
        row.number = change.id;
        row.recorded = change.recorded;
        row.actor = body.actor;
        row.source = body.said.source;
        row.reason = body.said.reason;
        row.data_set = body.data_set;
        Summary summary;
        add_events(connection_, events(change.first, change.last), row, summary);
        if (const auto found = beyond_.find(change.id); found != beyond_.end()) {
            for (const std::int64_t seq : found->second) add_events(connection_, events(seq, seq), row, summary);
        }
        row.summary = summary.text();
        take_from_events(change, row);
        return row;
    }

  private:
    /// What was said with a single verb stands with its events; where all of a small change say the same, it is said of
    /// the change.
    void take_from_events(const StoredChange& change, ChangeRow& row) {
        constexpr std::int64_t most = 16;
        if (change.last - change.first >= most || (!row.source.empty() && !row.reason.empty())) return;
        std::optional<Said> common;
        for (const StoredEvent& event : read_events(connection_, change.first, change.last, most)) {
            const codec::EventBody body = event.body();
            if (!common) common = body.said;
            if (common->source != body.said.source) common->source = {};
            if (common->reason != body.said.reason) common->reason.clear();
        }
        if (!common) return;
        if (row.source.empty()) row.source = common->source;
        if (row.reason.empty()) row.reason = common->reason;
    }

    Statement events(std::int64_t first, std::int64_t last) {
        auto query = connection_.statement(
            "SELECT seq, kind, record, substr(payload, 1, 40) FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq");
        query.bind(first).bind(last);
        return query;
    }

    Connection& connection_;
    std::map<std::int64_t, std::vector<std::int64_t>> beyond_;
};

}  // namespace

std::vector<ChangeRow> changes_after(Connection& connection, std::int64_t since) {
    const Snapshot snapshot(connection);
    const Head head = read_head(connection);
    if (since < 0 || since > head.change)
        throw NotFound("there is no change " + std::to_string(since) + ": they go up to " + std::to_string(head.change),
                       std::to_string(since));
    std::vector<ChangeRow> rows;
    Reader reader(connection);
    for (const StoredChange& change : read_changes(connection, since + 1, everything, everything)) {
        ChangeRow row = reader.row_of(change);
        // A view by `known` has no events of changes of which nothing was known.
        if (row.events > 0) rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<ChangeRow> changes_after(Connection& connection, Instant since) {
    const Snapshot snapshot(connection);
    auto query = connection.statement("SELECT max(id) FROM change WHERE recorded <= ?");
    query.bind(since.time_since_epoch().count());
    const std::int64_t last = query.step() ? query.whole(0) : 0;
    return changes_after(connection, last);
}

}  // namespace laurels::inline v0::storage
