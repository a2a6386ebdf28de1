// What goes out: JSON of what is public, or of all of it.

#include "codec/claimed.hpp"
#include "codec/references.hpp"
#include "exchange/json_writer.hpp"
#include "model/origin.hpp"
#include "registry/core.hpp"
#include "registry/output.hpp"
#include "storage/failure.hpp"
#include "storage/kinds.hpp"
#include "storage/outgoing.hpp"
#include "storage/public.hpp"
#include "storage/questions.hpp"

#include <laurels/exchange.hpp>

#include <map>
#include <ostream>

namespace laurels::inline v0 {

namespace detail {

namespace {

using exchange::Content;
using storage::Connection;

/// Writes the records of a database that nobody else uses.
template <class Records>
class Outgoing {
  public:
    Outgoing(Records& records, Connection& first_events, const std::string& uuid, exchange::JsonWriter& writer,
             const std::function<void()>& meanwhile)
        : records_(records),
          connection_(first_events),
          first_events_(first_events),
          uuid_(uuid),
          writer_(writer),
          meanwhile_(meanwhile) {}

    /// Only those in these sets.
    void choose(const storage::IdSets* chosen) { chosen_ = chosen; }

    void write() {
        note_claimed_credits();
        each_record([&]<class R>(const R&) {
            if constexpr (!std::is_same_v<R, Credit>) write_kind<R>();
        });
    }

  private:
    const storage::IdSet& ids(Kind kind) const {
        return chosen_ == nullptr ? records_.ids(kind) : (*chosen_)[static_cast<std::size_t>(kind)];
    }

    template <RecordType R>
    void write_kind() {
        writer_.begin(kind_of<R>);
        const storage::IdSet& chosen = ids(kind_of<R>);
        std::int64_t count = 0;
        records_.template each<R>([&](R& record) {
            if (!chosen.has(record.id.value)) return;
            if (++count % 256 == 0) meanwhile_();
            write_record(record);
        });
    }

    template <RecordType R>
    void write_record(R& record) {
        const std::string origin = take_origin(record, first_events_.digest_of(record.id));
        std::vector<std::string> of_credits;
        if constexpr (std::is_same_v<R, Nomination>) {
            record.credits = records_.credits(record.id);
            std::erase_if(record.credits,
                          [&](const Credit& credit) { return !ids(Kind::credit).has(credit.id.value); });
            for (Credit& credit : record.credits) {
                of_credits.push_back(take_origin(credit, storage::first_digest(connection_, credit.id)));
                ++credits_;
                if (const auto claimed = claimed_credits_.find(credit.id.value); claimed != claimed_credits_.end())
                    claimed->second = credits_;
                renumber(credit);
                credit.id = Id<Credit>(credits_);
            }
        }
        renumber(record);
        writer_.record(record, origin, of_credits);
    }

    /// Credits stand in their nominations, and are numbered as they come; only claims refer to them.
    void note_claimed_credits() {
        if (ids(Kind::claim).count() == 0) return;
        records_.template each<Claim>([&](Claim& claim) {
            if (claim.subject.kind == Kind::credit) claimed_credits_[claim.subject.value] = 0;
        });
    }

    /// What names the record anywhere: where it came from, if it came from elsewhere.
    template <RecordType R>
    std::string take_origin(R& record, std::string digest) const {
        if (auto origin = model::take_origin(record.identifiers)) return *origin;
        return model::Origin{uuid_, record.id, std::move(digest)}.text();
    }

    /// Ids go from 1 without gaps in a document, whatever was left out.
    template <RecordType R>
    void renumber(R& record) const {
        const auto number = [&](RecordId id) -> std::optional<RecordId> {
            if (!ids(id.kind).has(id.value)) return std::nullopt;
            if (id.kind == Kind::credit) return RecordId(id.kind, claimed_credits_.at(id.value));
            return RecordId(id.kind, ids(id.kind).place_of(id.value));
        };
        if constexpr (std::is_same_v<R, Claim>) {
            if (!record.edition) codec::map_claimed(record, number);
        }
        codec::map_references(record, [&](RecordId id, std::string_view) { return number(id); });
        if constexpr (!std::is_same_v<R, Credit>) record.id = Id<R>(number(record.id)->value);
    }

    Records& records_;
    Connection& connection_;
    storage::FirstEvents first_events_;
    const std::string& uuid_;
    exchange::JsonWriter& writer_;
    const std::function<void()>& meanwhile_;
    const storage::IdSets* chosen_ = nullptr;
    std::int64_t credits_ = 0;
    std::map<std::int64_t, std::int64_t> claimed_credits_;
};

std::string hex_or_none(const std::string& bytes) { return bytes.empty() ? bytes : storage::hex(bytes); }

void write_journal(Connection& connection, const std::string& uuid, exchange::JsonWriter& writer,
                   const std::function<void()>& meanwhile) {
    writer.begin_journal(uuid);
    storage::each_event(connection, [&](const storage::StoredEvent& event) {
        if (event.seq % 256 == 0) meanwhile();
        writer.event({event.seq, event.change, event.record, event.previous, event.format, hex_or_none(event.salt),
                      event.payload, storage::hex(event.digest)});
    });
    storage::each_change(connection, [&](const storage::StoredChange& change) {
        writer.change({change.id, to_string(change.recorded), change.first, change.last, change.format,
                       hex_or_none(change.salt), change.payload, storage::hex(change.digest),
                       storage::hex(change.chain)});
    });
}

std::vector<Id<Nomination>> chosen_by(Connection& connection, const NominationFilter& filter) {
    std::vector<Id<Nomination>> ids;
    for (const NominationRow& row : storage::nomination_rows(connection, filter)) ids.push_back(row.id);
    return ids;
}

Instant now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

exchange::Sink sink_of(std::ostream& to) {
    return [&to](std::string_view bytes) { write_to(to, bytes); };
}

}  // namespace

void Core::export_json(std::ostream& to, const JsonExport& options, const NominationFilter* selection) const {
    if (options.journal && !options.everything)
        throw InvalidValue(
            "the journal is never public, since it says who said what, when and why: to write it too, say "
            "so with everything = true (in Python, everything=True)",
            "journal");
    if (options.journal && origin_) throw ReadOnly("a view has no whole journal: export that of the registry itself");
    if (options.journal && selection != nullptr)
        throw InvalidValue("a journal is written whole or not at all, and not with a selection", "journal");
    check_usable();
    const bool publicly = !options.everything && !bounds_.public_on;
    const auto registry = origin_ ? origin_ : shared_from_this();
    const auto journal_of = [](const Core& core) { return core.journal(core.own_connection()); };
    storage::guarded(place_.path, [&] {
        std::unique_ptr<Connection> from;
        journal_of (*this)([&](Connection& connection) { from = storage::copy_apart(connection); });
        // A view of what is public has no events of its own.
        if (bounds_.public_on)
            journal_of (*registry)([&](Connection& connection) { storage::gather_first_events(connection, *from); });
        else
            storage::gather_first_events(*from, *from);
        exchange::JsonWriter writer(sink_of(to), options.journal      ? Content::journal
                                                 : options.everything ? Content::everything
                                                                      : Content::public_);
        const std::string uuid = this->uuid();
        const std::function<void()> between = [this] { meanwhile(); };
        const auto write_all = [&](Connection& connection) {
            storage::AllRecords records(connection);
            Outgoing<storage::AllRecords> outgoing(records, *from, uuid, writer, between);
            std::optional<storage::IdSets> chosen;
            if (selection != nullptr) chosen = storage::closure(records, chosen_by(connection, *selection));
            outgoing.choose(chosen ? &*chosen : nullptr);
            // Whoever takes nothing remembers nothing.
            const bool any = !chosen || (*chosen)[static_cast<std::size_t>(Kind::nomination)].count() > 0;
            if (options.everything && any) writer.data_sets(storage::data_sets(connection));
            outgoing.write();
        };
        if (publicly) {
            const auto moment = storage::public_moment(journal_of(*registry), bounds_, now());
            storage::PublicRecords records(*from, moment.on, moment.present ? &*moment.present : nullptr);
            if (selection != nullptr) {
                // Chosen from what is public: else who is chosen would tell what is not.
                const auto apart = storage::new_scratch();
                storage::copy_public(records, *apart);
                write_all(*apart);
            } else {
                Outgoing<storage::PublicRecords>(records, *from, uuid, writer, between).write();
            }
        } else {
            write_all(*from);
        }
        if (options.journal) write_journal(*from, uuid, writer, between);
        writer.finish();
    });
}

}  // namespace detail

void Registry::export_json(std::ostream& to, const JsonExport& options) const {
    if (!core_) throw Closed("this registry was moved from, so nothing can be asked of it");
    core_->export_json(to, options, nullptr);
}
void Registry::export_json(const std::filesystem::path& path, const JsonExport& options) const {
    detail::write_file(path, [&](std::ostream& to) { export_json(to, options); });
}

void Nominations::export_json(std::ostream& to, const JsonExport& options) const {
    reading_->export_json(to, options, filter_.get());
}
void Nominations::export_json(const std::filesystem::path& path, const JsonExport& options) const {
    detail::write_file(path, [&](std::ostream& to) { export_json(to, options); });
}

}  // namespace laurels::inline v0
