#include "storage/names.hpp"

namespace laurels::inline v0::storage {

namespace {

/// A question about a whole change may meet many names; those met lately are enough.
constexpr std::size_t most_kept = 20'000;

/// The column that holds a kind's own name; null for kinds without one.
const char* name_column(Kind kind) {
    switch (kind) {
    case Kind::edition: return "label";
    case Kind::nomination: return "title";
    case Kind::credit: return "credited_as";
    case Kind::evidence:
    case Kind::cost:
    case Kind::claim: return nullptr;
    default: return "name";
    }
}

}  // namespace

std::string Names::read(const std::string& sql, std::int64_t parameter) {
    auto query = connection_.statement(sql);
    query.bind(parameter);
    return query.step() ? std::string(checked_text(query.text(0))) : std::string();
}

std::string Names::own(RecordId record) {
    const char* const column = name_column(record.kind);
    if (column == nullptr) return {};
    if (const auto found = own_.find(record); found != own_.end()) return found->second;
    if (own_.size() >= most_kept) own_.clear();
    const std::string sql =
        std::string("SELECT ") + column + " FROM " + std::string(name(record.kind)) + " WHERE id = ?";
    return own_[record] = read(sql, record.value);
}

std::string Names::with_id(RecordId record) {
    if (!record) return {};
    const std::string text = own(record);
    return text.empty() ? to_string(record) : text + " (" + to_string(record) + ")";
}

std::string Names::plain(RecordId record) {
    if (record.kind == Kind::edition) return edition(record.value);
    if (std::string text = own(record); !text.empty()) return text;
    switch (record.kind) {
    case Kind::nomination: return nomination(record);
    case Kind::credit:
        return read("SELECT ne.name FROM credit AS cr JOIN nominee AS ne ON ne.id = cr.nominee WHERE cr.id = ?",
                    record.value);
    case Kind::ceremony: return ceremony(record);
    case Kind::evidence: return about_subject("evidence about ", record);
    case Kind::cost: return about_subject("a cost of ", record);
    case Kind::claim: return about_subject("a claim about ", record);
    default: return {};
    }
}

std::string Names::nomination(RecordId record) {
    auto query = connection_.statement(
        "SELECT c.name, (SELECT w.name FROM nominee AS w WHERE w.id = n.work) FROM nomination AS n JOIN category AS c "
        "ON c.id = n.category WHERE n.id = ?");
    query.bind(record.value);
    if (!query.step()) return {};
    std::string text(checked_text(query.text(0)));
    std::string who(checked_text(query.text(1)));
    auto credits = connection_.statement("SELECT CASE WHEN cr.credited_as = '' THEN ne.name ELSE cr.credited_as END "
                                         "FROM credit AS cr JOIN nominee AS ne ON ne.id = cr.nominee WHERE "
                                         "cr.nomination = ? AND cr.voided = 0 ORDER BY cr.id");
    credits.bind(record.value);
    while (credits.step()) who += (who.empty() ? "" : ", ") + std::string(checked_text(credits.text(0)));
    return who.empty() ? text : text + ": " + who;
}

std::string Names::ceremony(RecordId record) {
    auto query = connection_.statement("SELECT edition FROM ceremony WHERE id = ?");
    query.bind(record.value);
    return query.step() ? edition(query.whole(0)) : std::string();
}

std::string Names::edition(std::int64_t id) {
    return read("SELECT a.name || ' ' || e.label FROM edition AS e JOIN award AS a ON a.id = e.award WHERE e.id = ?",
                id);
}

std::string Names::about_subject(const std::string& what, RecordId record) {
    const std::string subject =
        read("SELECT subject FROM " + std::string(name(record.kind)) + " WHERE id = ?", record.value);
    if (subject.empty()) return {};
    const RecordId about = RecordId::parse(subject);
    // In a file that was edited what has a subject may be about another, and so on in a circle.
    const bool ends = about.kind != record.kind && about.kind != Kind::claim;
    return what + (ends ? plain(about) : to_string(about));
}

}  // namespace laurels::inline v0::storage
