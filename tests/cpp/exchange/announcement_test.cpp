// Announcements: of each case what people would read, and to whom it may be told.

#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using testing::HasSubstr;
using testing::Not;

class Announcing : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "tester"});
    Id<Award> award = registry.add(Award{.name = "Social Work Awards"}).id;
    Id<Edition> edition = registry.add(Edition{.award = award, .label = "2025"}).id;

    Id<Category> category(const char* name) { return registry.add(Category{.edition = edition, .name = name}).id; }
    Id<Nominee> nominee(const char* name, NomineeKind kind = NomineeKind::team) {
        return registry.ensure(Nominee{.name = name, .kind = kind}).id;
    }
    Nomination listed(Id<Category> in, const char* title, std::vector<const char*> names) {
        Nomination nomination{.category = in, .title = title, .stage = Stage::shortlisted};
        for (const char* name : names) nomination.credits.push_back({.nominee = nominee(name)});
        return registry.add(nomination);
    }
    std::string results(const Announcement& announcement = {}) const {
        return registry.announce(edition, announcement);
    }
    std::string shortlist() const { return registry.announce(edition, {.kind = Announced::shortlist}); }
};

TEST_F(Announcing, AShortlist) {
    const auto team = category("Team of the Year");
    listed(team, "A home for good", {"Fostering", "Adoption", "Kinship"});
    listed(team, "", {"Out of Hours"});
    registry.add(Nomination{.category = team, .title = "Not listed", .stage = Stage::longlisted});
    const auto withdrawn = listed(team, "Withdrawn", {"Another"});
    registry.rule(withdrawn.id, Standing::withdrawn, "left");
    registry.add(Ceremony{.edition = edition, .date = When("2025-11"_date), .place = "Leeds"});
    EXPECT_EQ(shortlist(), R"(# Social Work Awards 2025: shortlist

Ceremony: November 2025, Leeds

## Team of the Year

- **Fostering, Adoption and Kinship**: A home for good
- **Out of Hours**

)");
    EXPECT_EQ(registry.announce(team, {.kind = Announced::shortlist}), shortlist());
}

TEST_F(Announcing, Results) {
    const auto team = category("Team of the Year");
    registry.decide(listed(team, "A home for good", {"Fostering"}).id, Outcome::won);
    registry.decide(listed(team, "Nights", {"Out of Hours"}).id, Outcome::highly_commended);
    registry.decide(listed(team, "", {"Second"}).id, Outcome::runner_up);
    registry.decide(listed(team, "", {"Nowhere"}).id, Outcome::not_placed);
    EXPECT_EQ(results(), R"(# Social Work Awards 2025: results

## Team of the Year

- Winner: **Fostering**: A home for good
- Runner-up: Second
- Highly commended: Out of Hours: Nights

)");
}

TEST_F(Announcing, TiesSharesAndAnswers) {
    const auto tied = category("Actor");
    registry.decide(listed(tied, "", {"Ann"}).id, Outcome::won);
    const auto bob = listed(tied, "", {"Bob"});
    registry.decide(bob.id, Outcome::won);
    registry.refuse(bob.id);
    EXPECT_THAT(results(), HasSubstr("- Winner (tie): **Ann**\n- Winner (tie): **Bob** – refused the award\n"));
    const auto shared = category("Peace");
    registry.decide(listed(shared, "", {"Carl"}).id, Outcome::won, {.share = Fraction(1, 2)});
    const auto dora = listed(shared, "", {"Dora"});
    registry.decide(dora.id, Outcome::won, {.share = Fraction(1, 2)});
    registry.prevent(dora.id);
    EXPECT_THAT(results(), HasSubstr("- Winner: **Carl** (share 1/2)\n"
                                     "- Winner: **Dora** (share 1/2) – was prevented from accepting\n"));
}

TEST_F(Announcing, SharesOfOneNomination) {
    const auto physics = category("Physics");
    registry.add(Nomination{.category = physics,
                            .credits = {{.nominee = nominee("Ann"), .share = Fraction(1, 2)},
                                        {.nominee = nominee("Bob"), .share = Fraction(1, 4)},
                                        {.nominee = nominee("Carl"), .share = Fraction(1, 4)}},
                            .outcome = Outcome::won});
    EXPECT_THAT(results(), HasSubstr("- Winner: **Ann (1/2), Bob (1/4) and Carl (1/4)**\n"));
}

TEST_F(Announcing, WorksAndNamesInMarkup) {
    const auto book = category("Novel *of the year*");
    registry.add(Nomination{.category = book,
                            .title = "A <b>bold</b> book",
                            .work = nominee("A <b>bold</b> book", NomineeKind::work),
                            .credits = {{.nominee = nominee("O'Neil & Sons")}},
                            .outcome = Outcome::won});
    registry.add(Nomination{.category = book, .work = nominee("Alone", NomineeKind::work), .outcome = Outcome::won});
    registry.add(Nomination{.category = book, .outcome = Outcome::won});
    EXPECT_THAT(results(), HasSubstr("## Novel \\*of the year\\*\n\n"
                                     "- Winner (tie): **O'Neil & Sons**, for *A \\<b\\>bold\\</b\\> book*\n"
                                     "- Winner (tie): **Alone**\n- Winner (tie): **not named**\n"));
    const std::string page = results({.format = Markup::html});
    EXPECT_THAT(page, HasSubstr("<strong>O&#39;Neil &amp; Sons</strong>"));
    EXPECT_THAT(page, HasSubstr("<cite>A &lt;b&gt;bold&lt;/b&gt; book</cite>"));
    EXPECT_THAT(page, Not(HasSubstr("<b>")));
}

TEST_F(Announcing, NoAwardCancelledAndNotYet) {
    registry.add(Category{.edition = edition, .name = "Peace", .no_award = "none of the entries was worthy."});
    registry.add(Category{.edition = edition, .name = "Poetry", .no_award = ""});
    registry.add(Category{.edition = edition, .name = "Essay", .cancelled = "too few entries"});
    listed(category("Open"), "", {"Ann"});
    EXPECT_THAT(results(), HasSubstr("## Peace\n\nNo award was made: none of the entries was worthy.\n"));
    EXPECT_THAT(results(), HasSubstr("## Poetry\n\nNo award was made.\n"));
    EXPECT_THAT(results(), HasSubstr("## Essay\n\nThis category was cancelled: too few entries.\n"));
    EXPECT_THAT(results(), HasSubstr("## Open\n\nNo result has been published.\n"));
    EXPECT_THAT(shortlist(), HasSubstr("## Peace\n\nNo shortlist has been published.\n"));
    EXPECT_THAT(shortlist(), HasSubstr("## Essay\n\nThis category was cancelled: too few entries.\n"));
}

TEST_F(Announcing, CeremoniesAsFarAsKnown) {
    listed(category("Open"), "", {"Ann"});
    registry.add(Ceremony{.edition = edition, .name = "Dinner", .status = CeremonyStatus::cancelled});
    registry.add(Ceremony{.edition = edition, .date = When("2026-21"_date), .status = CeremonyStatus::postponed});
    const std::string text = shortlist();
    EXPECT_THAT(text, HasSubstr("Ceremony (postponed): spring 2026\n"));
    EXPECT_THAT(text, HasSubstr("Dinner (cancelled): date not known yet\n"));
}

TEST_F(Announcing, OnlyWhatIsPublicUnlessAskedForEverything) {
    const auto team = category("Team");
    registry.decide(listed(team, "", {"Ann"}).id, Outcome::won);
    registry.disclose(team, Part::result, Disclosure::private_, {}, {.reason = "the ceremony is next week"});
    const auto refused = thrown<InvalidValue>([&] { results(); });
    EXPECT_THAT(refused.what(), HasSubstr("the result is private or under embargo now"));
    EXPECT_EQ(refused.field, "everything");
    EXPECT_THAT(results({.everything = true}), HasSubstr("- Winner: **Ann**"));
    EXPECT_THAT(shortlist(), HasSubstr("- **Ann**"));
    registry.decide(listed(category("Other"), "", {"Bob"}).id, Outcome::won);
    EXPECT_THAT(results(), HasSubstr("## Team\n\nNo result has been published.\n"));
    EXPECT_THAT(registry.public_().announce(edition, {.everything = true}), Not(HasSubstr("Ann")));
}

TEST_F(Announcing, ATemplateOfOnesOwn) {
    const auto team = category("Team");
    registry.decide(listed(team, "Title", {"Ann", "Bob"}).id, Outcome::won);
    EXPECT_EQ(
        results({.template_ = "{{award}}: {{#categories}}{{name}} to {{#winners}}{{#nominees}}{{name}};{{/nominees}} "
                              "{{title}}{{/winners}}{{/categories}}"}),
        "Social Work Awards: Team to Ann;Bob; Title");
    EXPECT_THAT(thrown<InvalidValue>([&] { results({.template_ = "{{awards}}"}); }).what(),
                HasSubstr("template, line 1, column 1: there is no 'awards' here; there are award, categories"));
    for (const Announced kind : {Announced::shortlist, Announced::result}) {
        for (const Markup format : {Markup::markdown, Markup::html}) {
            EXPECT_EQ(registry.announce(edition, {.kind = kind, .format = format}),
                      registry.announce(
                          edition, {.kind = kind, .format = format, .template_ = announcement_template(kind, format)}));
        }
    }
    EXPECT_THROW(registry.announce(Id<Category>(9)), NotFound);
    EXPECT_THROW(registry.announce(Id<Edition>(9)), NotFound);
}

}  // namespace
