// What puts records right without taking anything from them: void and restore, merge and unmerge.

#include "registry/perform.hpp"
#include "registry/records.hpp"
#include "registry/writer.hpp"
#include "storage/bearers.hpp"
#include "storage/questions.hpp"

#include <laurels/fields.hpp>

namespace laurels::inline v0::detail {

namespace {

[[noreturn]] void refuse_merge(const std::string& why) { throw InvalidValue("merge(): " + why, "merged_into"); }

}  // namespace

template <RecordType R>
R Writer::set_void(Id<R> id, bool voided, const Said& said) {
    return perform([&] {
        check_said(said);
        check_reason(voided ? "void()" : "restore()", said);
        R before = storage::get_itself(connection(), id);
        if (before.voided == voided) return before;
        R after = before;
        after.voided = voided;
        if (!voided) check_revised(before, after);  // what it was hidden for may have been entered anew
        write_revised(voided ? "void" : "restore", before, after, said);
        if (voided) anything_void_ = true;
        return after;
    });
}

namespace {

/// Nominees of different kinds are not the same, and series belong to one award.
void check_same_kind(storage::Connection&, const Award&, const Award&) {}
void check_same_kind(storage::Connection& connection, const Series& kept, const Series& same) {
    if (storage::kept(connection, kept.award) == storage::kept(connection, same.award)) return;
    refuse_merge(to_string(same.id) + " belongs to " + to_string(same.award) + " and " + to_string(kept.id) + " to " +
                 to_string(kept.award) +
                 ": only series of one award can be the same; merge the awards first if they are");
}
void check_same_kind(storage::Connection& connection, const Nominee& kept, const Nominee& same) {
    if (kept.kind != same.kind)
        refuse_merge(to_string(same.id) + " is of the kind '" + std::string(name(same.kind)) + "' and " +
                     to_string(kept.id) + " of the kind '" + std::string(name(kept.kind)) +
                     "', so they are not the same; revise the kind that is wrong first");
    if (storage::is_part_of(connection, kept.id, same.id) || storage::is_part_of(connection, same.id, kept.id))
        refuse_merge("of " + to_string(same.id) + " and " + to_string(kept.id) +
                     " one is part of the other, so they are not the same; revise part_of first if that is wrong");
}

}  // namespace

template <MergeableType R>
void Writer::check_merge(Id<R> kept, const R& same) {
    if (kept == same.id) refuse_merge(to_string(same.id) + " is the same as itself already");
    if (same.merged_into)
        refuse_merge(to_string(same.id) + " was merged into " + to_string(*same.merged_into) +
                     " already: unmerge it first, or merge that one");
    if (storage::kept(connection(), kept) == same.id)
        refuse_merge(to_string(kept) + " was merged into " + to_string(same.id) +
                     " before: the other way round would go in a circle");
    for (const RecordId id : {RecordId(kept), RecordId(same.id)}) {
        if (is_hidden(id)) refuse_merge(to_string(id) + " is void: restore it first");
    }
    check_same_kind(connection(), storage::get_itself(connection(), kept), same);
    if (storage::are_told_apart(connection(), kept, same.id))
        refuse_merge(to_string(same.id) + " and " + to_string(kept) +
                     " were told apart by distinguish(): revise different_from first if that is wrong");
}

template <MergeableType R>
R Writer::merge(Id<R> kept_id, Id<R> same_id, const Said& said) {
    return perform([&] {
        check_said(said);
        storage::get_itself(connection(), kept_id);  // that it is there
        const R before = storage::get_itself(connection(), same_id);
        if (kept_id != same_id && before.merged_into == kept_id) return get(kept_id);
        check_merge(kept_id, before);
        write_merge(kept_id, before, said);
        return get(kept_id);
    });
}

template <MergeableType R>
void Writer::write_merge(Id<R> kept, const R& before, const Said& said) {
    R after = before;
    after.merged_into = kept;
    write_revised("merge", before, after, said);
    anything_merged_ = true;
}

template <MergeableType R>
R Writer::unmerge(Id<R> same_id, const Said& said) {
    return perform([&] {
        check_said(said);
        const R before = storage::get_itself(connection(), same_id);
        if (!before.merged_into)
            throw InvalidValue("unmerge(): " + to_string(same_id) + " was not merged into another", "merged_into");
        R after = before;
        after.merged_into.reset();
        write_revised("unmerge", before, after, said);
        return after;
    });
}

#define LAURELS_INSTANTIATE(R) template R Writer::set_void(Id<R>, bool, const Said&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE
#define LAURELS_INSTANTIATE(R)                                                                                         \
    template void Writer::check_merge(Id<R>, const R&);                                                                \
    template void Writer::write_merge(Id<R>, const R&, const Said&);                                                   \
    template R Writer::merge(Id<R>, Id<R>, const Said&);                                                               \
    template R Writer::unmerge(Id<R>, const Said&);
LAURELS_MERGEABLE_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::detail
