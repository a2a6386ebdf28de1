#include "storage/said.hpp"

#include "codec/paths.hpp"

#include <laurels/error.hpp>

#include <nlohmann/json.hpp>

#include <set>

namespace laurels::inline v0::storage {

SaidEvent said_event(Connection& connection, std::int64_t seq, const codec::ChangeBody& open) {
    SaidEvent said;
    said.event = read_event(connection, seq);
    said.body = said.event.body();
    codec::ChangeBody change = open;
    said.recorded = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    if (const auto stored = find_change(connection, said.event.change)) {
        change = stored->body();
        said.recorded = stored->recorded;
    }
    said.actor = change.actor;
    said.source = said.body.said.source.empty() ? change.said.source : said.body.said.source;
    said.reason = said.body.said.reason.empty() ? change.said.reason : said.body.said.reason;
    return said;
}

void each_event_back(Connection& connection, std::int64_t last, const std::function<bool(const StoredEvent&)>& visit) {
    std::set<std::int64_t> seen;  // in a view the order is not that of the numbers
    for (std::int64_t seq = last; seq != 0;) {
        const StoredEvent event = read_event(connection, seq);
        if (!seen.insert(seq).second)
            throw Damaged("the events about " + to_string(event.record) + " point at one another in a circle", {});
        if (!visit(event)) return;
        seq = event.previous;
    }
}

std::optional<SaidEvent> last_said(Connection& connection, std::int64_t revision, std::string_view field,
                                   const codec::ChangeBody& open) {
    std::int64_t found = 0;
    each_event_back(connection, revision, [&](const StoredEvent& event) {
        const codec::EventBody body = event.body();
        const bool sets = codec::sets(body.set, {std::string(field), {}});
        if (sets) found = event.seq;
        return !sets;
    });
    if (found == 0) return std::nullopt;
    return said_event(connection, found, open);
}

SaidEvent first_said(Connection& connection, std::int64_t revision, const codec::ChangeBody& open) {
    std::int64_t first = revision;
    each_event_back(connection, revision, [&](const StoredEvent& event) {
        first = event.seq;
        return true;
    });
    return said_event(connection, first, open);
}

}  // namespace laurels::inline v0::storage
