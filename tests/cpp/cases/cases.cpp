#include "cases/cases.hpp"

#include "cases/page.hpp"

#include <algorithm>
#include <map>

namespace cases {

namespace {

constexpr const char* file_name = "cases.laurels";

std::string joined(const std::vector<std::string>& names, const std::string& between) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : between) + name;
    return text;
}

std::vector<std::string> all_told(const Questions& now, const std::vector<NominationRow>& rows) {
    std::vector<std::string> lines;
    for (const NominationRow& row : rows) lines.push_back(told(now, row));
    return lines;
}

template <RecordType R>
std::string called_itself(const Questions& now, const R& record) {
    if constexpr (std::is_same_v<R, Edition>) return record.label;
    if constexpr (requires { record.name; }) {
        if (!record.name.empty()) return record.name;
    }
    if constexpr (std::is_same_v<R, Ceremony>) return "Ceremony";
    if constexpr (std::is_same_v<R, Credit>) return now.get(record.nominee).name;
    if constexpr (std::is_same_v<R, Nomination>) {
        if (!record.title.empty()) return record.title;
        if (record.work) return now.get(*record.work).name;
        if (!record.credits.empty()) return called_itself(now, record.credits.front());
        if (!record.text.empty()) return record.text;
    }
    return to_string(record.id);
}

/// A line of a history: who said what, when, and why.
std::string line(const HistoryEntry& entry) {
    std::string field = entry.field;
    std::ranges::replace(field, '_', ' ');
    std::string text = entry.source.published ? entry.source.published->display() + ": " : "";
    text += field + " " + (entry.before.empty() ? "" : entry.before + " ") + "→ ";
    text += entry.after.empty() ? "nothing" : entry.after;
    if (!entry.reason.empty()) text += "; " + entry.reason;
    if (!entry.source.title.empty()) text += " (" + entry.source.title + ")";
    return text;
}

}  // namespace

std::string called(const Questions& now, RecordId record) {
    const auto with = [&]<RecordType R>(Id<R> id) { return called_itself(now, now.get(id)); };
    switch (record.kind) {
    case Kind::award: return with(Id<Award>(record.value));
    case Kind::edition: return with(Id<Edition>(record.value));
    case Kind::series: return with(Id<Series>(record.value));
    case Kind::category: return with(Id<Category>(record.value));
    case Kind::ceremony: return with(Id<Ceremony>(record.value));
    case Kind::nominee: return with(Id<Nominee>(record.value));
    case Kind::nomination: return with(Id<Nomination>(record.value));
    case Kind::credit: return with(Id<Credit>(record.value));
    default: return to_string(record);
    }
}

std::string told(const Questions& now, const NominationRow& row) {
    std::string text = row.title.empty() ? row.work : row.title;
    const std::string who = joined(row.nominees, ", ");
    if (!who.empty()) text += (text.empty() ? "" : ": ") + who;
    if (text.empty()) text = now.get(row.id).text;
    if (row.share) text += ", " + row.share->text();
    return text;
}

Case::Case() : registry(Registry::open(folder / file_name, {.actor = "records office"})) {
    const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
    section_.suite = test.test_suite_name();
    section_.test = test.name();
}

Case::~Case() = default;

void Case::TearDown() {
    reopen();
    if (!HasFailure()) compare_or_keep(section_);
}

/// Closes the file, opens it again and asks everything anew.
void Case::reopen() {
    registry.close();
    registry = Registry::open(folder / file_name, {.access = Access::read_only});
    EXPECT_EQ(registry.verify().finding, "");
    std::map<std::int64_t, Registry> then;
    for (const Question& question : questions_) {
        SCOPED_TRACE("after reopening, as of: " + section_.moments[question.moment].name);
        const auto view = then.contains(question.change)
                              ? then.find(question.change)
                              : then.emplace(question.change, registry.as_of(question.change)).first;
        question.ask(view->second);
        if (question.moment + 1 == section_.moments.size()) question.ask(registry);
    }
}

void Case::tale(std::string title, std::string happened, std::string source) {
    section_.title = std::move(title);
    section_.happened = std::move(happened);
    section_.source = std::move(source);
}

Source Case::says(std::string title, std::string_view published) {
    source_ = {.title = std::move(title)};
    if (!published.empty()) source_.published = Date::parse(published);
    return source_;
}

Id<Category> Case::category(const std::string& award, const std::string& edition, const std::string& name,
                            const std::string& series) {
    auto change = registry.transaction({.source = source_});
    const auto award_id = change.ensure(Award{.name = award}).id;
    const auto edition_id = change.ensure(Edition{.award = award_id, .label = edition}).id;
    Category record{.edition = edition_id, .name = name};
    if (!series.empty()) record.series = change.ensure(Series{.award = award_id, .name = series}).id;
    const auto id = change.ensure(record).id;
    change.commit();
    return id;
}

void Case::dated(Id<Category> category, std::string_view date) {
    registry.revise(registry.get(category).edition, [&](auto& edition) { edition.date = Date::parse(date); },
                    {.source = source_});
}

Id<Nominee> Case::nominee(const std::string& name, NomineeKind kind, std::optional<Id<Nominee>> part_of) {
    return registry.ensure(Nominee{.name = name, .kind = kind, .part_of = part_of}, {.source = source_}).id;
}

Id<Nomination> Case::nominate(Id<Category> category, const Entry& entry) {
    auto change = registry.transaction({.source = source_});
    Nomination record{.category = category, .title = entry.title};
    if (!entry.work.empty()) record.work = change.ensure(Nominee{.name = entry.work, .kind = NomineeKind::work}).id;
    for (const std::string& name : entry.by)
        record.credits.push_back({.nominee = change.ensure(Nominee{.name = name, .kind = entry.kind}).id});
    record.stage = entry.stage;
    record.outcome = entry.outcome;
    record.decided = entry.decided;
    record.place = entry.place;
    record.share = entry.share;
    const auto id = change.add(record).id;
    change.commit();
    return id;
}

Id<Credit> Case::credit(Id<Nomination> nomination, const std::string& nominee) const {
    for (const Credit& credit : registry.get(nomination).credits) {
        if (registry.get(credit.nominee).name == nominee) return credit.id;
    }
    throw std::logic_error("no credit of " + nominee);
}

void Case::at(std::string moment) { section_.moments.push_back({.name = std::move(moment)}); }

void Case::expect(std::function<void(const Registry&)> ask) {
    SCOPED_TRACE(section_.moments.back().name);
    ask(registry);
    questions_.push_back({section_.moments.size() - 1, registry.checkpoint().change, std::move(ask)});
}

void Case::check(const std::string& question, const std::string& expected,
                 const std::function<std::string(const Registry&)>& ask) {
    section_.moments.back().answers.emplace_back(question, expected);
    expect([=](const Registry& now) { EXPECT_EQ(ask(now), expected) << question; });
}

void Case::tells(Id<Category> category, const Lists& expected) { tells(category, expected, std::nullopt); }

void Case::knew(std::string_view day, Id<Category> category, const Lists& expected) {
    tells(category, expected, Date::parse(day));
}

void Case::tells(Id<Category> category, const Lists& expected, std::optional<Date> day) {
    const Category record = registry.get(category);
    const std::string of = " (" + record.name + ", " + registry.get(record.edition).label + ")";
    const std::string when = day ? ", as known on " + day->display() : "";
    auto& answers = section_.moments.back().answers;
    answers.emplace_back("Winners" + of + when, expected.winners.empty() ? "nobody" : joined(expected.winners, "<br>"));
    answers.emplace_back("Shortlist" + of + when,
                         expected.shortlist.empty() ? "nobody" : joined(expected.shortlist, "<br>"));
    expect([=](const Registry& then) {
        const auto ask = [&](const Registry& now) {
            EXPECT_EQ(all_told(now, now.winners(category)), expected.winners) << when;
            EXPECT_EQ(all_told(now, now.shortlist(category)), expected.shortlist) << when;
        };
        day ? ask(then.known_on(*day)) : ask(then);
    });
}

void Case::answers(const std::string& question, const std::string& expected,
                   const std::function<std::string(const Registry&)>& ask) {
    check(question, expected, ask);
}

void Case::remembers(RecordId record, std::string_view field, const std::string& expected) {
    section_.history.push_back(called(registry, record) + ": " + expected);
    expect([=, field = std::string(field)](const Registry& now) {
        const auto entries = now.history(record, field);
        ASSERT_FALSE(entries.empty());
        EXPECT_EQ(line(entries.back()), expected);
    });
}

std::string Case::words(std::string_view field) {
    std::string text(field);
    std::ranges::replace(text, '_', ' ');
    return text;
}

}  // namespace cases
