// The public classes: each call handed to what is behind it.

#include "registry/core.hpp"
#include "registry/duplicates.hpp"
#include "registry/records.hpp"
#include "registry/writer.hpp"
#include "storage/audit.hpp"
#include "storage/bearers.hpp"
#include "storage/changes.hpp"
#include "storage/conflicts.hpp"
#include "storage/history.hpp"
#include "storage/kinds.hpp"
#include "storage/lineage.hpp"
#include "storage/questions.hpp"
#include "storage/visibility.hpp"

#include <laurels/fields.hpp>

namespace laurels::inline v0 {

using detail::Core;
using detail::Writer;
using storage::Connection;

// ------------------------------------------------------------------------------------------------------- Questions

Questions::Questions(std::shared_ptr<const detail::Reading> reading) : reading_(std::move(reading)) {}

namespace {

/// What is behind a registry, or behind its questions: nothing, where it was moved from.
template <class Behind>
const std::shared_ptr<Behind>& there(const std::shared_ptr<Behind>& behind) {
    if (!behind) throw Closed("this registry or change was moved from, so nothing can be asked of it");
    return behind;
}

}  // namespace

template <RecordType R>
R Questions::get(Id<R> id) const {
    return there(reading_)->ask([&](Connection& connection) { return storage::get_record(connection, id); });
}

template <RecordType R>
    requires MergeableType<R>
R Questions::find(std::string_view name) const {
    return there(reading_)->ask([&](Connection& connection) {
        return storage::get_record(connection, Id<R>(storage::find_by_name(connection, kind_of<R>, name)));
    });
}

template <RecordType R>
std::vector<R> Questions::all(Hidden hidden) const {
    return there(reading_)->ask([&](Connection& connection) { return storage::all_records<R>(connection, hidden); });
}

template <RecordType R>
std::size_t Questions::count(Hidden hidden) const {
    return there(reading_)->ask(
        [&](Connection& connection) { return storage::count_records(connection, kind_of<R>, hidden); });
}

bool Questions::hidden(RecordId record) const {
    return there(reading_)->ask([&](Connection& connection) {
        const storage::Snapshot snapshot(connection);
        storage::with_kind(record.kind,
                           [&]<class R>(const R&) { storage::get_itself(connection, Id<R>(record.value)); });
        return storage::is_hidden(connection, record);
    });
}

Nominations Questions::nominations() const { return Nominations(there(reading_)); }
Ceremonies Questions::ceremonies() const { return Ceremonies(there(reading_)); }
Deadlines Questions::deadlines() const { return Deadlines(there(reading_)); }

std::vector<NominationRow> Questions::winners(Id<Category> category) const {
    get(category);
    return nominations().category(category).outcome(Outcome::won).standing(Standing::active).rows();
}

std::vector<NominationRow> Questions::shortlist(Id<Category> category) const {
    get(category);
    return nominations().category(category).stage(Stage::shortlisted).standing(Standing::active).rows();
}

std::vector<Evidence> Questions::evidence(RecordId subject) const {
    return there(reading_)->ask(
        [&](Connection& connection) { return storage::records_about<Evidence>(connection, subject); });
}

std::vector<Cost> Questions::costs(RecordId subject) const {
    return there(reading_)->ask(
        [&](Connection& connection) { return storage::records_about<Cost>(connection, subject); });
}

std::size_t Questions::count(Id<Nominee> nominee, Id<Edition> edition, Count what) const {
    return there(reading_)->ask(
        [&](Connection& connection) { return storage::count_for(connection, nominee, edition, what); });
}

std::vector<Conflict> Questions::conflicts() const {
    return there(reading_)->ask(
        [&](Connection& connection) { return storage::conflicts(connection, reading_->open_change()); });
}

std::vector<Claim> Questions::claims(RecordId subject) const {
    return there(reading_)->ask(
        [&](Connection& connection) { return storage::records_about<Claim>(connection, subject); });
}

template <RecordType R>
    requires MergeableType<R>
std::vector<LikelyDuplicate> Questions::duplicates(const DuplicateOptions& options) const {
    // What takes long is done once all is read, so that others may ask meanwhile.
    const auto bearers = there(reading_)->ask([](Connection& connection) { return storage::bearers<R>(connection); });
    return detail::suggest(bearers, options.at_least);
}

std::vector<LineageEntry> Questions::lineage(RecordId record) const {
    return there(reading_)->ask([&](Connection& connection) { return storage::lineage(connection, record); });
}

std::vector<HistoryEntry> Questions::history(RecordId record) const {
    there(reading_)->check_journal();
    return reading_->ask(
        [&](Connection& connection) { return storage::history(connection, record, reading_->open_change()); });
}

std::vector<HistoryEntry> Questions::history(RecordId record, std::string_view field) const {
    storage::check_field(record.kind, field);
    auto entries = history(record);
    std::erase_if(entries, [&](const HistoryEntry& entry) { return entry.record != record || entry.field != field; });
    return entries;
}

std::vector<HistoryEntry> Questions::history(std::int64_t change) const {
    there(reading_)->check_journal();
    return reading_->ask([&](Connection& connection) {
        return storage::history_of_change(connection, change, reading_->open_change());
    });
}

std::vector<ChangeRow> Questions::changes(std::int64_t since) const {
    there(reading_)->check_journal();
    return reading_->ask([&](Connection& connection) { return storage::changes_after(connection, since); });
}

std::vector<ChangeRow> Questions::changes(Instant since) const {
    there(reading_)->check_journal();
    return reading_->ask([&](Connection& connection) { return storage::changes_after(connection, since); });
}

// ----------------------------------------------------------------------------------------------------------- Verbs

template <class Self>
template <class Action>
auto Verbs<Self>::within(const Action& action) {
    auto& self = static_cast<Self&>(*this);
    if constexpr (std::is_same_v<Self, Change>) {
        return action(self.writer());
    } else {
        const auto writer = there(self.core_)->begin({});
        auto result = action(*writer);
        writer->commit();
        return result;
    }
}

template <class Self>
template <WritableType R>
R Verbs<Self>::add(R record, const Said& said) {
    return within([&](Writer& writer) { return writer.add(std::move(record), said); });
}

template <class Self>
template <WritableType R>
std::vector<Id<R>> Verbs<Self>::add_all(const std::vector<R>& records, const Said& said) {
    return within([&](Writer& writer) { return writer.add_all(records, said); });
}

template <class Self>
template <WritableType R>
R Verbs<Self>::ensure(R record, const Said& said) {
    return within([&](Writer& writer) { return writer.ensure(std::move(record), said); });
}

template <class Self>
template <WritableType R>
R Verbs<Self>::revise(const R& read, const R& changed, const Said& said) {
    return within([&](Writer& writer) { return writer.revise(read, changed, said); });
}

template <class Self>
template <WritableType R>
R Verbs<Self>::revise(Id<R> id, const std::type_identity_t<std::function<void(R&)>>& edit, const Said& said) {
    return within([&](Writer& writer) { return writer.revise(id, edit, said); });
}

template <class Self>
Nomination Verbs<Self>::advance(Id<Nomination> nomination, Stage stage, const Step& step) {
    return within([&](Writer& writer) { return writer.advance(nomination, stage, step); });
}

template <class Self>
Nomination Verbs<Self>::decide(Id<Nomination> nomination, Outcome outcome, const Decision& decision) {
    return within([&](Writer& writer) { return writer.decide(nomination, outcome, decision); });
}

template <class Self>
Nomination Verbs<Self>::rule(Id<Nomination> nomination, Standing standing, const std::string& reason,
                             const Source& source) {
    return within([&](Writer& writer) { return writer.rule(nomination, standing, {source, reason}); });
}

template <class Self>
Credit Verbs<Self>::rule(Id<Credit> credit, Standing standing, const std::string& reason, const Source& source) {
    return within([&](Writer& writer) { return writer.rule(credit, standing, {source, reason}); });
}

template <class Self>
Nomination Verbs<Self>::accept(Id<Nomination> nomination, const Said& said) {
    return within([&](Writer& writer) { return writer.answer(nomination, Acceptance::accepted, said); });
}

template <class Self>
Nomination Verbs<Self>::refuse(Id<Nomination> nomination, const Said& said) {
    return within([&](Writer& writer) { return writer.answer(nomination, Acceptance::refused, said); });
}

template <class Self>
Nomination Verbs<Self>::prevent(Id<Nomination> nomination, const Said& said) {
    return within([&](Writer& writer) { return writer.answer(nomination, Acceptance::prevented, said); });
}

template <class Self>
Nomination Verbs<Self>::disclose(Id<Nomination> nomination, Disclosure disclosure, std::optional<Instant> until,
                                 const Said& said) {
    return within([&](Writer& writer) { return writer.disclose(nomination, disclosure, until, said); });
}

template <class Self>
Category Verbs<Self>::disclose(Id<Category> category, Part part, Disclosure disclosure, std::optional<Instant> until,
                               const Said& said) {
    return within([&](Writer& writer) { return writer.disclose(category, part, disclosure, until, said); });
}

template <class Self>
template <RecordType R>
R Verbs<Self>::correct(const R& read, const R& changed, const std::string& reason, const Source& source) {
    return within([&](Writer& writer) { return writer.correct(read, changed, {source, reason}); });
}

template <class Self>
template <RecordType R>
R Verbs<Self>::correct(Id<R> id, const std::type_identity_t<std::function<void(R&)>>& edit, const std::string& reason,
                       const Source& source) {
    return within([&](Writer& writer) { return writer.correct(id, edit, {source, reason}); });
}

template <class Self>
template <RecordType R>
R Verbs<Self>::void_(Id<R> id, const std::string& reason, const Source& source) {
    return within([&](Writer& writer) { return writer.set_void(id, true, {source, reason}); });
}

template <class Self>
template <RecordType R>
R Verbs<Self>::restore(Id<R> id, const std::string& reason, const Source& source) {
    return within([&](Writer& writer) { return writer.set_void(id, false, {source, reason}); });
}

template <class Self>
template <MergeableType R>
R Verbs<Self>::merge(Id<R> kept, Id<R> same, const Said& said) {
    return within([&](Writer& writer) { return writer.merge(kept, same, said); });
}

template <class Self>
template <MergeableType R>
R Verbs<Self>::unmerge(Id<R> same, const Said& said) {
    return within([&](Writer& writer) { return writer.unmerge(same, said); });
}

template <class Self>
std::vector<LikelyDuplicate> Verbs<Self>::merge_all(const std::vector<LikelyDuplicate>& duplicates, double at_least,
                                                    const Said& said) {
    return within([&](Writer& writer) { return writer.merge_all(duplicates, at_least, said); });
}

template <class Self>
template <MergeableType R>
R Verbs<Self>::distinguish(Id<R> one, Id<R> other, const Said& said) {
    return within([&](Writer& writer) { return writer.distinguish(one, other, said); });
}

template <class Self>
Claim Verbs<Self>::claim(RecordId subject, std::string_view field, const std::optional<std::string>& value,
                         const Said& said) {
    return within([&](Writer& writer) { return writer.claim(subject, field, value, said); });
}

template <class Self>
template <RecordType R>
Claim Verbs<Self>::claim(Id<R> subject, std::string_view field, const R& as_claimed, const Said& said) {
    return within([&](Writer& writer) { return writer.claim(subject, field, as_claimed, said); });
}

template <class Self>
Claim Verbs<Self>::claim(Id<Nominee> nominee, Id<Edition> edition, Count what, std::int64_t number, const Said& said) {
    return within([&](Writer& writer) { return writer.claim(nominee, edition, what, number, said); });
}

template <class Self>
Claim Verbs<Self>::settle(Id<Claim> claim, Settlement how, const std::string& reason, const Source& source) {
    return within([&](Writer& writer) { return writer.settle(claim, how, {source, reason}); });
}

template <class Self>
Reversal Verbs<Self>::revert(std::int64_t change, Later later, const Said& said) {
    return within([&](Writer& writer) { return writer.revert(change, later, said); });
}

// ---------------------------------------------------------------------------------------------------------- Change

Change::Change(std::shared_ptr<Writer> writer) : Questions(writer), writer_(std::move(writer)) {}
Change::Change(Change&&) noexcept = default;

Change& Change::operator=(Change&& other) noexcept {
    if (this == &other) return *this;
    if (writer_) writer_->abandon();
    Questions::operator=(std::move(other));
    writer_ = std::move(other.writer_);
    return *this;
}

Change::~Change() {
    // Queries may still hold what is behind the change, so ending it is not left to the last of them.
    if (writer_) writer_->abandon();
}

Writer& Change::writer() const {
    if (!writer_) throw TransactionError("this change was moved from");
    return *writer_;
}

std::int64_t Change::commit() { return writer().commit(); }
void Change::rollback() { writer().rollback(); }
bool Change::active() const { return writer_ && writer_->active(); }

// -------------------------------------------------------------------------------------------------------- Registry

Registry::Registry(std::shared_ptr<Core> core) : Questions(core), core_(std::move(core)) {}
Registry::Registry(Registry&&) noexcept = default;

Registry& Registry::operator=(Registry&& other) noexcept {
    if (this == &other) return *this;
    if (core_) core_->close();
    Questions::operator=(std::move(other));
    core_ = std::move(other.core_);
    return *this;
}

Registry::~Registry() {
    if (!core_) return;
    try {
        core_->close();
    } catch (...) {
        // There is nobody to tell; close() by hand reports.
    }
}

Registry Registry::open(const std::filesystem::path& path, const Options& options) {
    return Registry(std::make_shared<Core>(storage::file_place(path, options), options));
}

Registry Registry::in_memory(const Options& options) {
    const storage::MemoryPlace memory;
    return Registry(std::make_shared<Core>(memory.place(), options));
}

void Registry::close() {
    if (core_) core_->close();
}
bool Registry::is_open() const { return core_ && core_->is_open(); }
std::filesystem::path Registry::path() const { return there(core_)->place().path; }
std::string Registry::uuid() const { return there(core_)->uuid(); }
bool Registry::read_only() const { return there(core_)->is_read_only(); }
std::optional<Bounds> Registry::bounds() const {
    const auto& core = there(core_);
    return core->is_view() ? std::optional(core->bounds()) : std::nullopt;
}

Change Registry::transaction(const ChangeOptions& options) { return Change(there(core_)->begin(options)); }

Registry Registry::as_of(std::int64_t change) const { return view({.change = change}); }
Registry Registry::as_of(Instant recorded) const { return view({.recorded = recorded}); }
Registry Registry::known_on(const Date& day) const { return view({.known = day}); }
Registry Registry::public_() const {
    return public_(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
}
Registry Registry::public_(Instant on) const { return view({.public_on = on}); }
Registry Registry::view(const Bounds& bounds) const { return Registry(there(core_)->view(bounds)); }

Verification Registry::verify() const { return there(core_)->verify({}); }
Verification Registry::verify(const Checkpoint& kept) const { return there(core_)->verify(kept); }

Checkpoint Registry::checkpoint() const {
    if (there(core_)->is_view())
        throw ReadOnly("a view has no chain of digests of its own: take the registry's checkpoint");
    return core_->ask([](Connection& connection) { return storage::read_checkpoint(connection); });
}

ErasureReport Registry::erase(Id<Nominee> nominee, const Erasure& erasure) {
    return there(core_)->erase(nominee, erasure);
}

std::vector<Difference> Registry::diff(const Bounds& from, const Bounds& to) const {
    return there(core_)->difference(from, to);
}
std::vector<Difference> Registry::diff(const Registry& from) const {
    return there(core_)->difference(*there(from.core_));
}

Compaction Registry::compact() { return there(core_)->compact(); }
Info Registry::info() const { return there(core_)->info(); }

void Registry::backup(const std::filesystem::path& target) const { there(core_)->backup(target); }

// --------------------------------------------------------------------------------------------------- instantiation

template class Verbs<Registry>;
template class Verbs<Change>;

#define LAURELS_INSTANTIATE_VERBS(SELF, R)                                                                             \
    template R Verbs<SELF>::add(R, const Said&);                                                                       \
    template std::vector<Id<R>> Verbs<SELF>::add_all(const std::vector<R>&, const Said&);                              \
    template R Verbs<SELF>::ensure(R, const Said&);                                                                    \
    template R Verbs<SELF>::revise(const R&, const R&, const Said&);                                                   \
    template R Verbs<SELF>::revise(Id<R>, const std::function<void(R&)>&, const Said&);
#define LAURELS_INSTANTIATE(R)                                                                                         \
    LAURELS_INSTANTIATE_VERBS(Registry, R)                                                                             \
    LAURELS_INSTANTIATE_VERBS(Change, R)
LAURELS_WRITABLE_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

#define LAURELS_INSTANTIATE_MENDING(SELF, R)                                                                           \
    template R Verbs<SELF>::correct(const R&, const R&, const std::string&, const Source&);                            \
    template R Verbs<SELF>::correct(Id<R>, const std::type_identity_t<std::function<void(R&)>>&, const std::string&,   \
                                    const Source&);                                                                    \
    template R Verbs<SELF>::void_(Id<R>, const std::string&, const Source&);                                           \
    template R Verbs<SELF>::restore(Id<R>, const std::string&, const Source&);                                         \
    template Claim Verbs<SELF>::claim(Id<R>, std::string_view, const R&, const Said&);
#define LAURELS_INSTANTIATE(R)                                                                                         \
    LAURELS_INSTANTIATE_MENDING(Registry, R)                                                                           \
    LAURELS_INSTANTIATE_MENDING(Change, R)
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template R Verbs<Registry>::merge(Id<R>, Id<R>, const Said&);                                                      \
    template R Verbs<Change>::merge(Id<R>, Id<R>, const Said&);                                                        \
    template R Verbs<Registry>::unmerge(Id<R>, const Said&);                                                           \
    template R Verbs<Change>::unmerge(Id<R>, const Said&);                                                             \
    template R Verbs<Registry>::distinguish(Id<R>, Id<R>, const Said&);                                                \
    template R Verbs<Change>::distinguish(Id<R>, Id<R>, const Said&);                                                  \
    template std::vector<LikelyDuplicate> Questions::duplicates<R>(const DuplicateOptions&) const;
LAURELS_MERGEABLE_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template R Questions::get(Id<R>) const;                                                                            \
    template std::vector<R> Questions::all<R>(Hidden) const;                                                           \
    template std::size_t Questions::count<R>(Hidden) const;
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE
template Award Questions::find(std::string_view) const;
template Series Questions::find(std::string_view) const;
template Nominee Questions::find(std::string_view) const;

}  // namespace laurels::inline v0
