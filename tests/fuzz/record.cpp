// Records as patches: whatever a patch makes of a record, the patch that says so makes the same of it, and what may be
// stored is read back as it was.
//
// The input is the name of a kind and two patches, a line each.

#include "codec/event.hpp"
#include "codec/value.hpp"
#include "fuzz.hpp"
#include "model/validate.hpp"
#include "storage/file.hpp"
#include "storage/kinds.hpp"
#include "storage/state.hpp"

#include <optional>

namespace {

using namespace laurels;
using codec::Json;

template <RecordType R>
std::string patch(const R& from, const R& to) {
    std::string set;
    const bool any = codec::write_set(set, from, to);
    REQUIRE(any == !codec::differing(from, to).empty());
    return set;
}

template <RecordType R>
R patched(R record, const Json& set) {
    codec::apply_set(record, set);
    return record;
}

// nullopt where the patch says nothing valid.
template <RecordType R>
std::optional<R> try_patched(const R& record, std::string_view text) {
    std::optional<R> result;
    fuzz::accepted([&] { result = patched(record, codec::read(text)); });
    return result;
}

template <RecordType R>
void check(const R& from, const R& to) {
    const std::string set = patch(from, to);
    const R again = patched(from, codec::read(set));
    REQUIRE(again == to);
    REQUIRE(patch(from, again) == set);
    REQUIRE(patch(to, again) == "{}");
    R canonical = to;
    codec::canonicalise(canonical);
    REQUIRE(canonical == to);
}

template <RecordType R>
void check_stored(R record) {
    static const auto connection = storage::new_scratch();
    static storage::State state(*connection);
    record.id = Id<R>(1);
    record.revision = 1;
    connection->execute("BEGIN");
    state.insert(record);
    const auto found = state.find(record.id);
    connection->execute("ROLLBACK");
    REQUIRE(found.has_value());
    REQUIRE(*found == record);
    REQUIRE(patch(R(), *found) == patch(R(), record));
}

}  // namespace

void fuzz::one(std::string_view input) {
    const auto parts = lines(input);
    if (parts.size() < 3) return;
    std::optional<RecordId> id;
    accepted([&] { id = RecordId::parse(std::string(parts[0]) + ":1"); });
    if (!id) return;
    storage::with_kind(id->kind, [&]<RecordType R>(const R& nothing) {
        const auto first = try_patched(nothing, parts[1]);
        if (!first) return;
        check(nothing, *first);
        if (const auto second = try_patched(*first, parts[2])) {
            check(*first, *second);
            check(*second, *first);
        }
        if (accepted([&] { model::validate(*first); })) check_stored(*first);
    });
}
