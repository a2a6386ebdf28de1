#include "registry/writer.hpp"

#include "codec/event.hpp"
#include "codec/value.hpp"
#include "model/counts.hpp"
#include "model/text.hpp"
#include "model/validate.hpp"
#include "registry/perform.hpp"
#include "registry/records.hpp"
#include "storage/failure.hpp"
#include "storage/process.hpp"
#include "storage/questions.hpp"

#include <laurels/fields.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace laurels::inline v0::detail {

void Writer::check_said(const Said& said) {
    model::validate(said.source);
    model::check_prose(said.reason, "reason");
}

bool Writer::anything_void() {
    if (!anything_void_) anything_void_ = storage::anything_void(connection());
    return *anything_void_;
}

bool Writer::anything_merged() {
    if (!anything_merged_) anything_merged_ = storage::anything_merged(connection());
    return *anything_merged_;
}

void Writer::check_reason(const std::string& verb, const Said& said) {
    if (gives_reason(said.reason)) return;
    throw InvalidValue(verb + " needs a reason: say why, for those who will ask later", "reason");
}

Writer::Writer(std::shared_ptr<Core> core, ChangeOptions options)
    : core_(std::move(core)), options_(std::move(options)), thread_(std::this_thread::get_id()) {
    if (options_.actor.empty()) options_.actor = core_->options().actor;
    model::check_line(options_.actor, "actor");
    check_said({options_.source, options_.reason});
}

Writer::~Writer() {
    if (core_->process_ != process::id()) {
        static_cast<void>(log_.release());  // the parent's
        return;
    }
    abandon();
}

void Writer::begin() {
    const auto timeout = core_->options().timeout;
    const auto meanwhile = [this] { core_->meanwhile(); };
    switch (core_->gate().enter(timeout, meanwhile)) {
    case registry::Gate::Entry::already_inside:
        throw TransactionError("this thread has a change open on this registry already: write through that change, or "
                               "commit it first; changes do not nest");
    case registry::Gate::Entry::timed_out:
        throw Busy("another thread has a change open on this registry, which did not end within " +
                       registry::seconds_text(timeout),
                   std::chrono::duration<double>(timeout).count());
    case registry::Gate::Entry::entered: break;
    }
    try {
        const auto attempt = [this](std::chrono::microseconds time) {
            return try_begin(std::chrono::duration_cast<std::chrono::milliseconds>(time));
        };
        if (!registry::in_slices(timeout, attempt, meanwhile)) throw storage::busy(core_->place(), timeout);
    } catch (...) {
        status_ = Status::rolled_back;
        core_->gate().leave();
        throw;
    }
}

bool Writer::try_begin(std::chrono::milliseconds slice) {
    const std::scoped_lock lock(mutex_);
    {
        const std::scoped_lock core_lock(core_->mutex_);
        core_->check_open();
        if (!core_->write_side_)
            core_->write_side_ = std::make_unique<WriteSide>(storage::open_writer(core_->place(), core_->options()));
        core_->writer_ = weak_from_this();
    }
    return storage::guarded(core_->place().path, [&] {
        if (!storage::begin_write(connection(), slice)) return false;
        try {
            log_ = std::make_unique<storage::ChangeLog>(connection());
        } catch (...) {
            roll_back();
            throw;
        }
        last_ids_.fill(-1);
        nominee_kinds_.clear();
        no_awards_.clear();
        anything_void_.reset();
        anything_merged_.reset();
        status_ = Status::active;
        return true;
    });
}

std::int64_t Writer::commit(const std::function<void(storage::Connection&)>& afterwards) {
    core_->check_process();
    check_turn();
    const std::scoped_lock lock(mutex_);
    check_active();
    try {
        const auto write = [&] {
            state().write_keys();
            const std::int64_t number = log_->finish(open_change());
            connection().execute("COMMIT");
            return number;
        };
        const std::int64_t change = storage::guarded(core_->place().path, write, core_->options().timeout);
        if (afterwards) afterwards(connection());
        end(Status::committed);
        return change;
    } catch (...) {
        end(Status::rolled_back);
        throw;
    }
}

void Writer::rollback() {
    core_->check_process();
    check_turn();
    abandon();
}

void Writer::abandon() {
    if (core_->process_ != process::id()) return;  // a forked child must not take the parent's change back
    const std::scoped_lock lock(mutex_);
    if (active()) end(Status::rolled_back);
}

void Writer::end(Status status) {
    status_ = status;
    log_.reset();
    roll_back();
    core_->gate().leave();
}

void Writer::roll_back() {
    // Under this lock, since close() takes the connection away under it.
    const std::scoped_lock lock(core_->mutex_);
    if (!core_->write_side_) return;
    state().forget_keys();
    if (connection().roll_back() || core_->place().in_memory()) return;
    // Closed, it gives up its locks, and SQLite rolls back when the file is next opened.
    core_->write_side_.reset();
}

void Writer::check_turn() const {
    if (std::this_thread::get_id() == thread_) return;
    const auto timeout = core_->options().timeout;
    if (!active() || core_->gate().wait_until_free(timeout, [this] { core_->meanwhile(); }))
        throw TransactionError("this change has ended: begin another");
    throw Busy("this change belongs to another thread, which did not end it within " + registry::seconds_text(timeout),
               std::chrono::duration<double>(timeout).count());
}

void Writer::check_active() const {
    switch (status_.load()) {
    case Status::active: return;
    case Status::failed:
        throw TransactionError("an error came while this change was being written, so it can only be rolled back");
    case Status::committed: throw TransactionError("this change was committed: begin another");
    case Status::idle:
    case Status::rolled_back: throw TransactionError("this change was rolled back: begin another");
    }
}

void Writer::export_json(std::ostream&, const JsonExport&, const NominationFilter*) const {
    throw TransactionError("what goes out is what is committed: commit the change, and export from the registry");
}

std::shared_ptr<const Reading> Writer::publicly() const {
    throw TransactionError("what goes out is what is committed: commit the change, and export from the registry");
}

exchange::ExportedFrom Writer::exported_from(bool /*everything*/) const {
    throw TransactionError("what goes out is what is committed: commit the change, and export from the registry");
}

void Writer::run(const std::function<void(storage::Connection&)>& action) const {
    core_->check_process();
    check_turn();
    const std::scoped_lock lock(mutex_);
    check_active();
    storage::guarded(core_->place().path, [&] { action(connection()); }, core_->options().timeout);
}

template <RecordType R>
R Writer::get(Id<R> id) {
    return storage::get_record(connection(), id);
}

template <RecordType R>
void Writer::prepare(R& record) {
    codec::canonicalise(record);
    if constexpr (std::is_same_v<R, Nomination>) {
        // What is given says the same twice at most: a stage is a stage reached, and the furthest reached is the stage.
        if (record.stage == Stage::draft) {
            record.stage = model::highest(record.reached).value_or(Stage::draft);
        } else {
            record.reached.try_emplace(record.stage);
        }
        for (Credit& credit : record.credits) codec::canonicalise(credit);
    }
}

template <RecordType R>
void Writer::check_new(const R& record) {
    check_alone(record);
    check_parents(record);
    check_among_others(record);
}

namespace {

/// Nothing begins void or merged: that is declared, with a reason.
template <RecordType R>
void check_starts_shown(const R& record) {
    const auto refuse = [](std::string_view field) {
        const std::string name = std::string(Fields<R>::name) + "." + std::string(field);
        throw InvalidValue(name + " is set by its verb, not by add: " + std::string(verb_of(field)), name);
    };
    if (record.voided) refuse("voided");
    if constexpr (MergeableType<R>) {
        if (record.merged_into) refuse("merged_into");
    }
}

}  // namespace

template <RecordType R>
void Writer::check_alone(const R& record) {
    if (record.id)
        throw InvalidValue(to_string(record.id) +
                               " is stored already: add takes new records, and revise changes stored ones",
                           std::string(Fields<R>::name) + ".id");
    check_starts_shown(record);
    model::validate(record);
    check_references(record);
    if constexpr (std::is_same_v<R, Nomination>) {
        for (const Credit& credit : record.credits) {
            check_starts_shown(credit);
            if (credit.id)
                throw InvalidValue(to_string(credit.id) + " is a credit of another nomination", "Nomination.credits");
            check_references(credit);
        }
    }
}

template <RecordType R>
void Writer::append_new(R& record, const Said& said) {
    record.id = Id<R>(last_id(kind_of<R>) + 1);
    set_.clear();
    codec::write_set(set_, R(), record);
    payload_.clear();
    codec::write_event(payload_, std::is_same_v<R, Claim> ? "claim" : "add", set_, said);
    writing_ = true;
    record.revision = log_->append(record.id, 0, payload_);
    last_ids_[static_cast<std::size_t>(kind_of<R>)] = record.id.value;
    if constexpr (std::is_same_v<R, Nominee>) nominee_kinds_[record.id] = record.kind;
    if constexpr (std::is_same_v<R, Nomination>) {
        for (Credit& credit : record.credits) {
            credit.nomination = record.id;
            append_new(credit, said);
        }
    }
}

template <RecordType R>
void Writer::write_new(R& record, const Said& said) {
    append_new(record, said);
    state().insert_all(std::span<const R>(&record, 1));
}

template <RecordType R>
void Writer::write_revised(std::string_view verb, const R& before, R& after, const Said& said) {
    set_.clear();
    if (!codec::write_set(set_, before, after)) return;
    payload_.clear();
    codec::write_event(payload_, verb, set_, said);
    writing_ = true;
    after.revision = log_->append(before.id, before.revision, payload_);
    state().update(before, after);
    if constexpr (std::is_same_v<R, Nominee>) nominee_kinds_[after.id] = after.kind;
    if constexpr (std::is_same_v<R, Category>) no_awards_.erase(after.id);
}

template <WritableType R>
R Writer::add_new(R record, const Said& said) {
    prepare(record);
    check_new(record);
    write_new(record, said);
    return record;
}

template <WritableType R>
R Writer::add(R record, const Said& said) {
    return perform([&] {
        check_said(said);
        return add_new(std::move(record), said);
    });
}

template <WritableType R>
std::vector<Id<R>> Writer::add_all(const std::vector<R>& records, const Said& said) {
    return perform([&] {
        check_said(said);
        // All are checked before the first is written, so that bad input leaves nothing behind.
        std::set<std::pair<Id<Award>, std::string>> labels;
        std::map<Id<Category>, Fraction> shares;
        R record;  // one for all, so that its texts keep their room
        for (std::size_t at = 0; at < records.size(); ++at) {
            try {
                record = records[at];
                prepare(record);
                check_new(record);
                if constexpr (std::is_same_v<R, Edition>) {
                    if (!labels.emplace(record.award, model::key(record.label)).second)
                        throw Duplicate("the label '" + record.label + "' stands twice among the editions to add",
                                        "Edition.label", {});
                }
                if constexpr (std::is_same_v<R, Nomination>) {
                    if (record.share && record.standing == Standing::active) {
                        Fraction& sum = shares[record.category];
                        check_category_shares(record, sum);
                        sum = sum + *record.share;
                    }
                }
            } catch (Error& error) {
                error.stands_at(at);
                throw;
            }
        }
        std::vector<Id<R>> ids;
        ids.reserve(records.size());
        std::vector<R> batch(std::min<std::size_t>(records.size(), 10'000));
        for (std::span<const R> rest = records; !rest.empty(); rest = rest.subspan(batch.size())) {
            batch.resize(std::min(batch.size(), rest.size()));
            for (std::size_t at = 0; at < batch.size(); ++at) {
                batch[at] = rest[at];
                prepare(batch[at]);
                append_new(batch[at], said);
                ids.push_back(batch[at].id);
            }
            state().insert_all(std::span<const R>(batch));
        }
        return ids;
    });
}

template <WritableType R>
R Writer::ensure(R record, const Said& said) {
    return perform([&] {
        check_said(said);
        prepare(record);
        check_alone(record);
        if (const auto found = find_existing(record)) return get(*found);
        check_parents(record);
        check_among_others(record);
        write_new(record, said);
        return record;
    });
}

template <WritableType R>
R Writer::revise(const R& read, const R& changed, const Said& said) {
    return perform([&] {
        check_said(said);
        if (!read.id)
            throw InvalidValue("this " + std::string(name(kind_of<R>)) + " is not stored: add it first",
                               std::string(Fields<R>::name) + ".id");
        return revise_from(Mode::revise, read, changed, get(read.id), said);
    });
}

template <WritableType R>
R Writer::revise(Id<R> id, const std::function<void(R&)>& edit, const Said& said) {
    const R current = perform([&] {
        check_said(said);
        return get(id);
    });
    // Outside of the verb, since what is called here may ask this change, or even write through it.
    R changed = current;
    edit(changed);
    return perform([&] { return revise_from(Mode::revise, current, changed, get(id), said); });
}

template <RecordType R>
R Writer::correct(const R& read, const R& changed, const Said& said) {
    return perform([&] {
        check_said(said);
        check_reason("correct()", said);
        if (!read.id)
            throw InvalidValue("this " + std::string(name(kind_of<R>)) + " is not stored: add it first",
                               std::string(Fields<R>::name) + ".id");
        return revise_from(Mode::correct, read, changed, get(read.id), said);
    });
}

template <RecordType R>
R Writer::correct(Id<R> id, const std::function<void(R&)>& edit, const Said& said) {
    const R current = perform([&] {
        check_said(said);
        check_reason("correct()", said);
        return get(id);
    });
    R changed = current;
    edit(changed);  // outside of the verb, as in revise
    return perform([&] { return revise_from(Mode::correct, current, changed, get(id), said); });
}

namespace {

/// What hides a record is not corrected but taken back.
bool hides(std::string_view axis) { return axis == "voided" || axis == "merged_into"; }

/// Axes change by their verbs only; where something was entered wrongly, all but those that hide may be corrected.
template <RecordType R>
void check_no_axis(const R& read, const R& changed, bool correcting) {
    Fields<R>::each([&](const auto& field) {
        if (!has(field.traits, Trait::axis) || read.*field.member == changed.*field.member) return;
        if (correcting && !hides(field.name)) return;
        throw InvalidValue(std::string(Fields<R>::name) + "." + std::string(field.name) +
                               " changes by its verb, not by " + (correcting ? "correct: " : "revise: ") +
                               std::string(verb_of(field.name)),
                           std::string(Fields<R>::name) + "." + std::string(field.name));
    });
}

/// The names of what both patches set, and to different values.
std::vector<std::string> conflicts(const codec::Json& mine, const codec::Json& theirs) {
    std::vector<std::string> names;
    for (const auto& [field, value] : mine.items()) {
        const auto other = theirs.find(field);
        if (other == theirs.end() || *other == value) continue;
        if (value.is_object() && other->is_object() && field != "measure" && conflicts(value, *other).empty()) continue;
        names.push_back(field);
    }
    return names;
}

template <RecordType R>
codec::Json patch(const R& from, const R& to) {
    std::string set;
    codec::write_set(set, from, to);
    return codec::read(set);
}

/// Throws Stale where what I set was set otherwise by someone else.
template <RecordType R>
void check_not_stale(const codec::Json& mine, const codec::Json& theirs, const R& after, const R& current) {
    std::vector<std::string> names = conflicts(mine, theirs);
    if (names.empty()) return;
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    throw Stale(to_string(current.id) + " was changed by someone else since it was read, in its " + list +
                    ": look at both versions, and revise the current one",
                current.id, std::move(names), after, current);
}

}  // namespace

void Writer::check_category_move(Mode mode, const Nomination& before, const Nomination& after, const Said& said) {
    if (after.category == before.category) return;
    if (!gives_reason(said.reason))
        throw InvalidValue("moving " + to_string(after.id) + " to another category needs a reason",
                           "Nomination.category");
    if (mode == Mode::correct) return;
    const auto edition_of = [&](Id<Category> id) {
        const auto category = state().find(id);
        return category ? category->edition : Id<Edition>();
    };
    const Id<Edition> from = edition_of(before.category);
    const Id<Edition> to = edition_of(after.category);
    if (from == to) return;
    throw InvalidValue(to_string(after.category) + " is of another edition (" + to_string(to) + ") than " +
                           to_string(before.category) + " (" + to_string(from) + "): if " + to_string(after.id) +
                           " was entered in the wrong edition, say so by correct(…, reason)",
                       "Nomination.category");
}

template <RecordType R>
void Writer::check_revised(const R& before, const R& after) {
    model::validate(after);
    check_references(after);
    bool differs = !codec::differing(before, after).empty();
    if constexpr (std::is_same_v<R, Nomination>) differs = differs || after.credits != before.credits;
    if (differs) check_among_others(after);
    if constexpr (std::is_same_v<R, Claim>) check_claim(after);
    if constexpr (std::is_same_v<R, Credit>) {
        // A credit must fit in with the others of its nomination.
        Nomination whole = get(after.nomination);
        for (Credit& credit : whole.credits) {
            if (credit.id == after.id) credit = after;
        }
        model::validate(whole);
        check_kinds(whole);
    }
}

template <RecordType R>
R Writer::revise_from(Mode mode, const R& read, const R& edited, const R& current, const Said& said) {
    if (edited.id != read.id)
        throw InvalidValue("a revision is of one record: " + to_string(read.id) + " was read, " + to_string(edited.id) +
                               " is to be written",
                           std::string(Fields<R>::name) + ".id");
    const std::string_view verb = mode == Mode::correct ? "correct" : "revise";
    R changed = edited;
    codec::canonicalise(changed);
    check_no_axis(read, changed, mode == Mode::correct);
    const codec::Owned mine(patch(read, changed));
    R after = current;
    codec::apply_set(after, mine);
    if (current.revision != read.revision || current.id != read.id) {
        check_not_stale(mine, codec::Owned(patch(read, current)), after, current);
    }
    if constexpr (std::is_same_v<R, Nomination>) {
        check_category_move(mode, current, after, said);
        if (mode == Mode::correct) model::settle_stage(after, changed.stage != read.stage);
        after.credits = merge_credits(mode, read, changed, current);
    }
    check_revised(current, after);
    write_revised(verb, current, after, said);
    if constexpr (std::is_same_v<R, Nomination>) write_credits(verb, current, after, said);
    return after;
}

std::vector<Credit> Writer::merge_credits(Mode mode, const Nomination& read, const Nomination& changed,
                                          const Nomination& current) {
    const auto with_id = [](const std::vector<Credit>& credits, Id<Credit> id) {
        return std::ranges::find(credits, id, &Credit::id);
    };
    for (const Credit& credit : read.credits) {
        if (with_id(changed.credits, credit.id) == changed.credits.end())
            throw InvalidValue(to_string(credit.id) +
                                   " is missing from the credits: revise adds and changes credits but drops "
                                   "none; if it should not count, rule on its standing or declare it void",
                               "Nomination.credits");
    }
    std::vector<Credit> credits = current.credits;
    for (const Credit& credit : changed.credits) {
        if (!credit.id) {
            check_starts_shown(credit);
            check_references(credit);
            credits.push_back(credit);
            continue;
        }
        const auto old = with_id(read.credits, credit.id);
        const auto now = std::ranges::find(credits, credit.id, &Credit::id);
        if (old == read.credits.end() || now == credits.end())
            throw InvalidValue(to_string(credit.id) + " is no credit of " + to_string(current.id),
                               "Nomination.credits");
        check_no_axis(*old, credit, mode == Mode::correct);
        const codec::Owned mine(patch(*old, credit));
        Credit after = *now;
        codec::apply_set(after, mine);
        if (now->revision != old->revision) {
            check_not_stale(mine, codec::Owned(patch(*old, *now)), after, *now);
        }
        check_references(after);
        *now = after;
    }
    return credits;
}

void Writer::write_credits(std::string_view verb, const Nomination& before, Nomination& after, const Said& said) {
    for (Credit& credit : after.credits) {
        const auto old = std::ranges::find(before.credits, credit.id, &Credit::id);
        if (credit.id) {
            write_revised(verb, *old, credit, said);
        } else {
            credit.nomination = after.id;
            write_new(credit, said);
        }
    }
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template R Writer::add(R, const Said&);                                                                            \
    template std::vector<Id<R>> Writer::add_all(const std::vector<R>&, const Said&);                                   \
    template R Writer::ensure(R, const Said&);                                                                         \
    template R Writer::revise(const R&, const R&, const Said&);                                                        \
    template R Writer::revise(Id<R>, const std::function<void(R&)>&, const Said&);
LAURELS_WRITABLE_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE
#define LAURELS_INSTANTIATE(R)                                                                                         \
    template R Writer::get(Id<R>);                                                                                     \
    template R Writer::correct(const R&, const R&, const Said&);                                                       \
    template R Writer::correct(Id<R>, const std::function<void(R&)>&, const Said&);                                    \
    template void Writer::prepare(R&);                                                                                 \
    template void Writer::check_new(const R&);                                                                         \
    template void Writer::check_revised(const R&, const R&);                                                           \
    template void Writer::append_new(R&, const Said&);                                                                 \
    template void Writer::write_new(R&, const Said&);                                                                  \
    template void Writer::write_revised(std::string_view, const R&, R&, const Said&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::detail
