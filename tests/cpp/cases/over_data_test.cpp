// The cases that a data set has by the dozen: every one of them, from the data. Skipped where the data are not at hand:
// they lie in ../shared/data beside the checkout, or in the folder that LAURELS_SHARED names.

#include "support.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <map>
#include <set>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::fs::path;
using testing::IsEmpty;

/// The file of a data set, empty where it is not there.
path data(const std::string& name) {
    const char* const given = std::getenv("LAURELS_SHARED");
    const path shared = given != nullptr ? path(given) : path(LAURELS_SOURCE_DIR).parent_path() / "shared";
    const path file = shared / "data" / name;
    return support::fs::exists(file) ? file : path();
}

#define NEEDS(file)                                                                                                    \
    if ((file).empty()) GTEST_SKIP() << "the data are not at hand: set LAURELS_SHARED to the folder that has them"

nlohmann::json json_of(const path& file) { return nlohmann::json::parse(support::read_bytes(file)); }

/// The registry that the data are put into, and how.
class CasesOverData : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "tests"});

    void TearDown() override { EXPECT_EQ(registry.verify().finding, ""); }

    static Id<Category> category(Change& to, const std::string& award, const std::string& edition,
                                 const std::string& name) {
        const auto award_id = to.ensure(Award{.name = award}).id;
        const auto edition_id = to.ensure(Edition{.award = award_id, .label = edition, .date = year(edition)}).id;
        return to.ensure(Category{.edition = edition_id, .name = name}).id;
    }

    /// "1935", and of "1927/28" the span.
    static Date year(const std::string& label) {
        return Date::parse(label.size() == 4 ? label : label.substr(0, 5) + label.substr(0, 2) + label.substr(5));
    }
};

// --- Nobel
// ------------------------------------------------------------------------------------------------------------

TEST_F(CasesOverData, EveryNobelPrizeHasItsSharesOrNoAward) {
    const path file = data("nobel-v1/prize.json");
    NEEDS(file);
    struct Prize {
        Id<Category> id;
        std::size_t laureates = 0;
        std::string reason;
    };
    std::vector<Prize> prizes;
    const auto all = json_of(file);
    auto change = registry.transaction();
    for (const auto& prize : all.at("prizes")) {
        const auto id = category(change, "Nobel Prize", prize.at("year"), prize.at("category"));
        auto& [category, laureates, reason] = prizes.emplace_back(Prize{id, 0, {}});
        if (!prize.contains("laureates")) {
            reason = prize.at("overallMotivation");
            change.revise(category, [&](auto& record) { record.no_award = reason; });
            continue;
        }
        laureates = prize.at("laureates").size();
        for (const auto& laureate : prize.at("laureates")) {
            const auto who = change.add(
                Nominee{.name = laureate.at("firstname").get<std::string>() + " " + laureate.value("surname", ""),
                        .kind = NomineeKind::person,
                        .identifiers = {{"nobel", laureate.at("id")}}});
            const Fraction share(1, std::stoi(laureate.at("share").get<std::string>()));
            change.add(Nomination{
                .category = category, .credits = {{.nominee = who.id}}, .outcome = Outcome::won, .share = share});
        }
    }
    change.commit();

    std::size_t not_awarded = 0;
    std::size_t unequal = 0;
    for (const auto& [category, laureates, reason] : prizes) {
        const auto winners = registry.winners(category);
        EXPECT_EQ(winners.size(), laureates);
        EXPECT_THAT(registry.shortlist(category), IsEmpty()) << "nobody but the winners is published";
        const auto no_award = registry.get(category).no_award;
        EXPECT_EQ(no_award.has_value(), winners.empty());
        EXPECT_EQ(no_award.value_or(""), reason);
        not_awarded += winners.empty() ? 1U : 0U;
        Fraction sum;
        std::set<Fraction> shares;
        for (const auto& row : winners) {
            sum = sum + row.share.value();
            shares.insert(row.share.value());
        }
        EXPECT_EQ(sum, Fraction(winners.empty() ? 0 : 1)) << to_string(category);
        unequal += shares.size() > 1 ? 1U : 0U;
    }
    EXPECT_EQ(prizes.size(), 670U);
    EXPECT_EQ(not_awarded, 49U);
    EXPECT_GT(unequal, 0U);
}

TEST_F(CasesOverData, EveryNobelPrizeDecidedInALaterYearIsFoundByBoth) {
    const path file = data("nobel-v21-2021/laureates.json");
    NEEDS(file);
    std::map<std::string, std::size_t> later;  // by the year of the decision
    const auto all = json_of(file);
    auto change = registry.transaction();
    for (const auto& laureate : all.at("laureates")) {
        const auto& names = laureate.contains("knownName") ? laureate.at("knownName") : laureate.at("orgName");
        for (const auto& prize : laureate.at("nobelPrizes")) {
            if (!prize.contains("dateAwarded")) continue;
            const std::string edition = prize.at("awardYear");
            const std::string decided = prize.at("dateAwarded");
            if (decided.substr(0, 4) == edition) continue;
            ++later[decided.substr(0, 4)];
            const auto id = category(change, "Nobel Prize", edition, prize.at("category").at("en"));
            const auto who = change.add(Nominee{.name = names.at("en"), .kind = NomineeKind::person});
            change.add(Nomination{.category = id,
                                  .credits = {{.nominee = who.id}},
                                  .outcome = Outcome::won,
                                  .decided = When(Date::parse(decided))});
        }
    }
    change.commit();

    std::size_t number = 0;
    for (const auto& [year, count] : later) {
        const auto rows = registry.nominations().within(Date::parse(year)).rows();
        EXPECT_EQ(rows.size(), count) << year;
        for (const auto& row : rows) {
            EXPECT_LT(row.edition, year);
            EXPECT_EQ(row.decided.value().date().within(Date::parse(year)), Truth::yes);
            EXPECT_FALSE(registry.winners(row.category_id).empty());
        }
        number += count;
    }
    EXPECT_EQ(number, 20U) << "of the awards whose date the data give";
}

// --- Oscars
// -----------------------------------------------------------------------------------------------------------

using Row = std::map<std::string, std::string>;

/// Tab-separated, without quoting; the last empty fields of a row are left out.
std::vector<Row> oscars(const path& file) {
    const auto split = [](const std::string& line) {
        std::vector<std::string> fields(1);
        for (const char c : line) {
            if (c == '\t')
                fields.emplace_back();
            else
                fields.back() += c;
        }
        return fields;
    };
    std::istringstream lines(support::read_bytes(file));
    std::string line;
    std::getline(lines, line);
    const auto names = split(line);
    std::vector<Row> rows;
    while (std::getline(lines, line)) {
        auto fields = split(line);
        fields.resize(names.size());
        Row& row = rows.emplace_back();
        for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = fields[i];
    }
    return rows;
}

TEST_F(CasesOverData, EveryNameOfAnOscarLeadsToItsSeries) {
    const path file = data("oscars-dlu/oscars.csv");
    NEEDS(file);
    const auto rows = oscars(file);
    std::map<std::string, std::map<std::string, std::string>> names;  // of a series, with their first years
    std::set<std::tuple<std::string, std::string, std::string>> given;
    for (const auto& row : rows) {
        names[row.at("CanonicalCategory")].emplace(row.at("Category"), row.at("Year"));
        given.emplace(row.at("Year"), row.at("Category"), row.at("CanonicalCategory"));
    }
    auto change = registry.transaction();
    const auto award = change.add(Award{.name = "Academy Awards"}).id;
    std::map<std::string, Id<Series>> series;
    for (const auto& [canonical, wordings] : names) {
        Series record{.award = award, .name = canonical};
        for (const auto& [wording, first] : wordings) {
            if (wording != canonical) record.aliases.push_back({wording, {}});
        }
        series[canonical] = change.add(record).id;
    }
    for (const auto& [year, wording, canonical] : given) {
        const auto edition = change.ensure(Edition{.award = award, .label = year}).id;
        change.add(Category{.edition = edition, .name = wording, .series = series.at(canonical)});
    }
    change.commit();

    std::size_t wordings = 0;
    for (const auto& [canonical, all] : names) {
        for (const auto& [wording, first] : all) {
            EXPECT_EQ(registry.find<Series>(wording).name, canonical) << wording;
            ++wordings;
        }
    }
    EXPECT_EQ(names.size(), 66U);
    EXPECT_EQ(wordings, 130U);
    EXPECT_EQ(registry.count<Category>(), given.size());
}

/// What the remark of a row says of where it stood: on no list, on which, or ruled out.
struct Unofficial {
    Stage stage = Stage::draft;
    Standing standing = Standing::active;
};
Unofficial meaning(const std::string& note) {
    const auto says = [&](std::string_view words) { return note.find(words) != std::string::npos; };
    if (says("Write-in candidate")) return {};
    if (says("no announcements of nominations")) return {Stage::submitted};
    if (says("preliminary list of")) return {Stage::longlisted};
    if (says("re-balloted")) return {Stage::longlisted};
    if (says("rescinded")) return {Stage::shortlisted, Standing::rescinded};
    if (says("disqualified")) return {Stage::shortlisted, Standing::disqualified};
    if (says("declared ineligible")) return {Stage::shortlisted, Standing::ineligible};
    if (says("withdrawn") || says("withdrew")) return {Stage::shortlisted, Standing::withdrawn};
    return {Stage::shortlisted, Standing::rescinded};  // dropped, and nobody knows why
}

TEST_F(CasesOverData, EveryRowThatIsNoOfficialNominationIsOnNoShortlist) {
    const path file = data("oscars-dlu/oscars.csv");
    NEEDS(file);
    struct Entered {
        Id<Nomination> id;
        Unofficial meaning;
        bool won = false;
    };
    std::vector<Entered> unofficial;
    std::map<Id<Category>, std::size_t> official;  // of the categories that have one that is not
    std::map<Id<Category>, std::size_t> winners;
    const auto rows = oscars(file);
    std::set<std::pair<std::string, std::string>> concerned;
    const auto is_unofficial = [](const Row& row) {
        return row.at("Note").find("NOT AN OFFICIAL NOMINATION") != std::string::npos;
    };
    for (const auto& row : rows) {
        if (is_unofficial(row)) concerned.emplace(row.at("Year"), row.at("Category"));
    }
    auto change = registry.transaction({.reason = "so the Academy says"});
    for (const auto& row : rows) {
        if (!concerned.contains({row.at("Year"), row.at("Category")})) continue;
        const auto id = category(change, "Academy Awards", row.at("Year"), row.at("Category"));
        const bool won = row.at("Winner") == "True";
        const Unofficial stood = is_unofficial(row) ? meaning(row.at("Note")) : Unofficial{Stage::shortlisted};
        Nomination record{.category = id, .title = row.at("Film"), .stage = stood.stage};
        if (won) record.outcome = Outcome::won;
        const auto nomination = change.add(record).id;
        if (stood.standing != Standing::active) change.rule(nomination, stood.standing, row.at("Note"));
        winners[id] += won ? 1U : 0U;
        official[id] += is_unofficial(row) ? 0U : 1U;
        if (is_unofficial(row)) unofficial.push_back({nomination, stood, won});
    }
    change.commit();

    EXPECT_EQ(unofficial.size(), 90U);
    std::map<Standing, std::size_t> standings;
    std::map<Stage, std::size_t> stages;
    std::size_t won = 0;
    for (const auto& entered : unofficial) {
        const auto record = registry.get(entered.id);
        EXPECT_EQ(record.standing, entered.meaning.standing);
        EXPECT_EQ(record.stage, entered.meaning.stage);
        ++standings[record.standing];
        if (record.standing == Standing::active) ++stages[record.stage];
        won += entered.won ? 1U : 0U;
    }
    for (const auto& [category, number] : official) {
        EXPECT_EQ(registry.shortlist(category).size(), number) << registry.get(category).name;
        EXPECT_EQ(registry.winners(category).size(), winners[category]) << registry.get(category).name;
    }
    EXPECT_EQ(stages[Stage::draft], 8U) << "written in";
    EXPECT_EQ(stages[Stage::submitted], 38U) << "considered in 1928/29";
    EXPECT_EQ(stages[Stage::longlisted], 31U) << "on a preliminary list, one of them by a new ballot";
    EXPECT_EQ(standings[Standing::active], 77U);
    EXPECT_EQ(won, 8U) << "seven of 1928/29, and Hal Mohr";
}

}  // namespace
