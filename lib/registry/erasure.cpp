// Taking a person out of the record.

#include "storage/erasure.hpp"

#include "codec/event.hpp"
#include "model/display.hpp"
#include "model/text.hpp"
#include "registry/perform.hpp"
#include "registry/writer.hpp"
#include "storage/visibility.hpp"

#include <algorithm>

namespace laurels::inline v0 {

namespace detail {

namespace {

void require_reason(const std::string& reason) {
    model::check_prose(reason, "reason");
    if (model::is_blank(reason))
        throw InvalidValue("an erasure needs a reason, such as the request that it answers", "reason");
}

/// What no report may leave out, whatever was found.
void add_remarks(ErasureReport& report, const std::string& actor, const model::Mentions& mentions) {
    const bool failed = report.done && !report.rewritten;
    if (failed)
        report.remarks.emplace_back("The file could not be rewritten, as others use it or the disk is full: what was "
                                    "erased may still lie between its rows. Call compact() later.");
    if (mentions.occur_in(actor))
        report.remarks.emplace_back("The actor of this registry is one of the names: what is written through it next "
                                    "brings that name back.");
    report.remarks.emplace_back("Out of reach are copies and backups made before, exports, what others took from this "
                                "registry, and what the disk keeps of files that were deleted.");
    report.remarks.emplace_back("Who it was may still be known from a title or a text that says it in other words.");
}

std::string places(std::size_t number) { return model::counted(static_cast<std::int64_t>(number), "place", "places"); }

std::string line_of(const ErasureReport::Place& place) {
    std::string line = "  change " + std::to_string(place.change);
    if (place.seq != 0) line += ", event " + std::to_string(place.seq);
    if (place.record) line += ", " + to_string(*place.record);
    return line + ": " + place.where;
}

}  // namespace

void Writer::erase(const storage::Search& search, const std::string& reason) {
    perform([&] {
        writing_ = true;
        // What is written now must not bring back what goes.
        options_.actor = search.mentions().without(options_.actor);
        const RecordId record = search.nominee();
        std::set<RecordId> records = search.records();
        records.insert(record);
        storage::Rebuilding rebuilding(connection(), state(), records);
        const codec::Erased erased = storage::blank(connection(), search);
        payload_.clear();
        codec::write_event(payload_, "erase", "{}", {.source = {}, .reason = search.mentions().without(reason)},
                           &erased);
        const auto before = state().find(search.nominee());
        Nominee after = before.value();
        after.revision = log_->append(record, before->revision, payload_);
        state().update(*before, after);
        state().add_erased(record, erased.keys);
        rebuilding.finish();
    });
}

/// The nominee that has lost this name, where it or one of its twins is or was of this kind and a part of this.
std::vector<Id<Nominee>> Writer::find_erased(const Nominee& record) {
    std::vector<Id<Nominee>> found;
    const auto whole = [&](const std::optional<Id<Nominee>>& part_of) {
        return part_of ? storage::kept(connection(), *part_of) : Id<Nominee>();
    };
    const auto same = [&](const Nominee& then) {
        return then.kind == record.kind && whole(then.part_of) == whole(record.part_of);
    };
    for (const std::int64_t id : storage::find_erased(connection(), Kind::nominee, model::key(record.name))) {
        const auto twins = storage::twins(connection(), RecordId(Kind::nominee, id));
        const bool any = std::ranges::any_of(
            twins, [&](std::int64_t twin) { return ever<Nominee>(state().find(Id<Nominee>(twin)).value(), same); });
        const Id<Nominee> kept = storage::kept(connection(), Id<Nominee>(id));
        if (any && std::ranges::find(found, kept) == found.end()) found.push_back(kept);
    }
    return found;
}

ErasureReport Core::erase(Id<Nominee> nominee, const Erasure& erasure) {
    require_reason(erasure.reason);
    storage::Search search(nominee, erasure.text);
    const auto writer = begin({});
    bool more = true;
    while (more) {
        writer->run([&](storage::Connection& connection) { more = search.read_on(connection); });
        meanwhile();
    }
    ErasureReport report = search.report();
    if (erasure.dry_run) {
        writer->rollback();
    } else {
        std::int64_t usual = 0;
        writer->run([&](storage::Connection& connection) { usual = storage::set_secure_delete(connection, 1); });
        writer->erase(search, erasure.reason);
        writer->commit(
            [&](storage::Connection& connection) { report.rewritten = storage::rewrite(connection, usual); });
        report.done = true;
    }
    add_remarks(report, options_.actor, search.mentions());
    return report;
}

}  // namespace detail

std::string ErasureReport::text() const {
    std::string who;
    for (const RecordId nominee : nominees) who += (who.empty() ? "" : ", ") + to_string(nominee);
    const std::string spellings = model::counted(static_cast<std::int64_t>(texts), "spelling", "spellings");
    std::string lines =
        who + ": " + spellings + (done ? " erased in " : " would be erased in ") + detail::places(erased.size()) + "\n";
    for (const Place& place : erased) lines += detail::line_of(place) + "\n";
    lines += "left in " + detail::places(left.size()) + "\n";
    for (const Place& place : left) lines += detail::line_of(place) + "\n";
    for (const std::string& remark : remarks) lines += remark + "\n";
    lines.pop_back();
    return lines;
}

}  // namespace laurels::inline v0
