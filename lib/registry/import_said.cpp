// What the journal says of the records that an import finds: what its data set said of them before, and what was taken
// back.

#include "codec/event.hpp"
#include "registry/import_table.hpp"
#include "registry/records.hpp"
#include "storage/kinds.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"

#include <algorithm>

namespace laurels::inline v0::detail {

const Importing::KnownChange& Importing::change(std::int64_t number) {
    const auto [known, fresh] = changes_.try_emplace(number);
    if (fresh) {
        // The change that is being made has no row yet.
        if (const auto stored = storage::find_change(writer_.connection(), number))
            known->second = {stored->body().data_set == mapping_.data_set, stored->recorded};
    }
    return known->second;
}

void Importing::each_said(std::int64_t revision, const codec::Path& path, const VisitSaid& visit) {
    std::size_t undone = 0;
    storage::each_event_back(writer_.connection(), revision, [&](const storage::StoredEvent& event) {
        const codec::EventBody body = event.body();
        const auto field = body.set.find(path.field);
        if (field == body.set.end()) return true;
        const codec::Json* said = &*field;
        if (!path.entry.empty()) {
            const auto entry = said->find(path.entry);
            if (entry == said->end()) return true;
            said = &*entry;
        }
        // A revert is no statement, and neither is what it undid: the one before it.
        if (undone > 0) {
            --undone;
            return true;
        }
        if (body.verb == "revert") {
            ++undone;
            return true;
        }
        return visit(*said, change(event.change).own);
    });
}

Importing::Statement<std::string> Importing::statement(std::int64_t revision, const codec::Path& path) {
    return read_statement<std::string>(revision, path, [](const codec::Json& said) {
        return said.is_string() ? said.get<std::string>() : std::string();
    });
}

bool Importing::was_taken_back(RecordId id) {
    if (!writer_.is_hidden(id)) return false;
    return storage::with_kind(id.kind, [&]<class R>(const R&) {
        const R record = storage::get_itself(writer_.connection(), Id<R>(id.value));
        if (!record.voided)
            return std::ranges::any_of(parents_of(record), [&](RecordId parent) { return was_taken_back(parent); });
        const auto said = storage::last_said(writer_.connection(), record.revision, "voided", writer_.open_change());
        return said && said->body.verb == "revert";
    });
}

}  // namespace laurels::inline v0::detail
