// Real cases that the model holds, one test each. A case is held when typed fields, winners() and shortlist() say it,
// before and after, and again after reopening, not when a note does. docs/cases.md is made from these tests.

#include "cases/cases.hpp"
#include "cases/page.hpp"

namespace cases {

const std::vector<Theme>& themes() {
    static const std::vector<Theme> list{{"WhatIsPutForward", "What is put forward"},
                                         {"WhoWins", "Who wins"},
                                         {"WhoTakesTheAward", "Who takes the award"},
                                         {"WhatIsRuled", "What is ruled"},
                                         {"HowProgrammesChange", "How programmes change"}};
    return list;
}

namespace {

class WhatIsPutForward : public Case {};
class WhoWins : public Case {};
class WhoTakesTheAward : public Case {};
class WhatIsRuled : public Case {};
class HowProgrammesChange : public Case {};

/// Rows with their editions, a line each: an answer to show.
std::string listed(const Questions& now, const std::vector<NominationRow>& rows) {
    std::string text;
    for (const NominationRow& row : rows) text += (text.empty() ? "" : "<br>") + row.edition + ": " + told(now, row);
    return text;
}

/// The life of an award or a series, a line each: an answer to show.
std::string life(const Registry& now, RecordId record) {
    std::string text;
    for (const LineageEntry& entry : now.lineage(record)) text += (text.empty() ? "" : "<br>") + entry.text;
    return text;
}

// --- What is put forward
// ----------------------------------------------------------------------------------------------

TEST_F(WhatIsPutForward, JointNominationOfThreeTeams) {
    tale("Three teams nominated jointly",
         "Three teams of one council were shortlisted together for an award of 2025. It is one nomination with three "
         "credits: each team has it, and it counts once, for the council too.",
         "a council's newsletter of 15 August 2025 (council-2025.json)");
    says("Staff newsletter", "2025-08-15");
    const auto safety = category("UK Fleet Champions Awards", "2025", "Fleet Safety Partnership Award");

    at("Before");
    tells(safety, {});

    const auto council = nominee("Lancashire County Council", NomineeKind::organisation);
    Nomination joint{.category = safety, .stage = Stage::shortlisted};
    for (const char* team : {"Road Safety", "Fleet", "Public Integrated Transport"})
        joint.credits.push_back({.nominee = nominee(team, NomineeKind::team, council)});
    joint = registry.add(joint);

    at("Shortlisted");
    tells(safety, {.shortlist = {"Road Safety, Fleet, Public Integrated Transport"}});
    answers("Nominations of Fleet", "1",
            [](const Registry& now) { return std::to_string(now.nominations().nominee("Fleet").count()); });
    answers("Nominations of the council and its teams", "1", [=](const Registry& now) {
        return std::to_string(now.nominations().nominee(council, Parts::including).count());
    });
}

TEST_F(WhatIsPutForward, OneBookByTwoAuthors) {
    tale("One book by two authors",
         "Mary and Bryan Talbot made one book together, which won. The list that the data come from has a row for each "
         "of them; it is one nomination with two credits, and one win for each of the two.",
         "british-literary-prizes, Costa Biography Award 2012");
    const auto biography = category("Costa Book Awards", "2012", "Biography");
    const auto book =
        nominate(biography, {.work = "Dotter of Her Father's Eyes", .by = {"Mary Talbot", "Bryan Talbot"}});

    const auto asked_wins = [=](const Registry& now) {
        const auto author = now.find<Nominee>("Bryan Talbot").id;
        return std::to_string(now.count(author, now.get(biography).edition, Count::wins));
    };

    at("Shortlisted");
    tells(biography, {.shortlist = {"Dotter of Her Father's Eyes: Mary Talbot, Bryan Talbot"}});

    answers("Wins of Bryan Talbot", "0", asked_wins);

    registry.decide(book, Outcome::won);

    at("Decided");
    tells(biography, {.winners = {"Dotter of Her Father's Eyes: Mary Talbot, Bryan Talbot"},
                      .shortlist = {"Dotter of Her Father's Eyes: Mary Talbot, Bryan Talbot"}});
    answers("Wins of Bryan Talbot", "1", asked_wins);
}

TEST_F(WhatIsPutForward, NeitherNomineeNorWork) {
    tale("Neither a nominee nor a work",
         "An Academy Award of Merit went to nobody by name and for no single work, but \"to all those who built and "
         "operated film laboratories\". A nomination needs neither credits nor a work.",
         "oscars-dlu, ceremony 86, Scientific and Technical Award (Academy Award of Merit)");
    const auto merit = category("Academy Awards", "2013", "Scientific and Technical Award (Academy Award of Merit)");

    at("Before");
    tells(merit, {});

    const auto award = registry.add(Nomination{
        .category = merit, .text = "To all those who built and operated film laboratories", .outcome = Outcome::won});

    at("Given");
    tells(merit, {.winners = {"To all those who built and operated film laboratories"}});
    holds(award.id, &Nomination::work, std::nullopt);
    answers("Who is credited", "nobody",
            [id = award.id](const Registry& now) { return now.get(id).credits.empty() ? "nobody" : "somebody"; });
}

TEST_F(WhatIsPutForward, WinnersOnly) {
    tale("Winners only, no nominees published",
         "The Nobel prizes publish nobody but the winners. Stages may be skipped: a nomination can win that was never "
         "put on a list, and then no shortlist is made up for it.",
         "nobel-v21-2021, nobelPrizes.json, Literature 2020");
    says("The Swedish Academy", "2020-10-08");
    const auto literature = category("Nobel Prize", "2020", "Literature");

    at("Before the announcement");
    tells(literature, {});

    const auto prize = registry.add(Nomination{.category = literature,
                                               .credits = {{.nominee = nominee("Louise Glück", NomineeKind::person)}},
                                               .outcome = Outcome::won,
                                               .decided = When("2020-10-08"_date)});

    at("Announced");
    tells(literature, {.winners = {"Louise Glück"}});
    holds(prize.id, &Nomination::reached, Reached{});
    holds(prize.id, &Nomination::decided, When("2020-10-08"_date));
}

TEST_F(WhatIsPutForward, NotAnOfficialNomination) {
    tale("On a preliminary list, and no official nomination",
         "In 1939 the studios put eleven films forward for black-and-white cinematography, and two of them became "
         "official nominees. The data keep the other nine with the remark that they are not official nominations. "
         "They were longlisted. (All 90 such rows of the data are held, in a test that goes through them.)",
         "oscars-dlu, ceremony 12, Cinematography (Black-and-White)");
    const auto photography = category("Academy Awards", "1939", "Cinematography (Black-and-White)");
    nominate(photography, {.work = "Gunga Din", .by = {"Joseph H. August"}, .stage = Stage::longlisted});
    nominate(photography, {.work = "Intermezzo", .by = {"Gregg Toland"}, .stage = Stage::longlisted});
    const auto stagecoach =
        nominate(photography, {.work = "Stagecoach", .by = {"Bert Glennon"}, .stage = Stage::longlisted});
    const auto heights =
        nominate(photography, {.work = "Wuthering Heights", .by = {"Gregg Toland"}, .stage = Stage::longlisted});

    at("The preliminary list");
    tells(photography, {});
    answers("On the longlist", "4", [=](const Registry& now) {
        return std::to_string(now.nominations().category(photography).stage(Stage::longlisted).count());
    });

    registry.advance(stagecoach, Stage::shortlisted);
    registry.advance(heights, Stage::shortlisted);
    registry.decide(heights, Outcome::won);

    at("Nominated and decided");
    tells(photography, {.winners = {"Wuthering Heights: Gregg Toland"},
                        .shortlist = {"Stagecoach: Bert Glennon", "Wuthering Heights: Gregg Toland"}});
    answers("On the longlist", "2", [=](const Registry& now) {
        return std::to_string(now.nominations().category(photography).stage(Stage::longlisted).count());
    });
    answers("Nominations of Gregg Toland", "2",
            [=](const Registry& now) { return std::to_string(now.nominations().nominee("Gregg Toland").count()); });
    answers("Of these on a shortlist", "1", [=](const Registry& now) {
        return std::to_string(now.nominations().nominee("Gregg Toland").stage(Stage::shortlisted).count());
    });
}

TEST_F(WhatIsPutForward, DoubleEntryVoided) {
    tale(
        "The same entry twice",
        "A council's page calls a team \"Employment Team\" that its newsletter calls \"Employment Support Team\". Typed "
        "in from both, the team and its nomination are there twice. The second nomination is declared void and the two "
        "names are merged. Nothing is deleted, and either can be taken back.",
        "the names in council-2025.json; that somebody typed both in is made up");
    says("Staff newsletter", "2025-08-15");
    const auto children = category("Children & Young People Now Awards", "2025", "The Children in Care Award");
    nominate(children, {.by = {"Employment Support Team"}, .kind = NomineeKind::team});
    says("The council's news page");
    const auto twice = nominate(children, {.by = {"Employment Team"}, .kind = NomineeKind::team});

    at("Entered twice");
    tells(children, {.shortlist = {"Employment Support Team", "Employment Team"}});
    holds(twice, &Nomination::voided, false);

    const auto kept = registry.find<Nominee>("Employment Support Team");
    const auto same = registry.find<Nominee>("Employment Team");
    registry.void_(twice, "entered twice");
    registry.merge(kept.id, same.id, {.reason = "one team under two names"});

    at("Put right");
    tells(children, {.shortlist = {"Employment Support Team"}});
    holds(twice, &Nomination::voided, true);
    answers("Who is found as 'Employment Team'", "Employment Support Team",
            [](const Registry& now) { return now.find<Nominee>("Employment Team").name; });
    answers("Nominations of 'Employment Team'", "1",
            [](const Registry& now) { return std::to_string(now.nominations().nominee("Employment Team").count()); });
    remembers(twice, "voided", "voided → yes; entered twice");
}

TEST_F(WhatIsPutForward, MovedToAnotherCategory) {
    tale(
        "An entry moved to another category",
        "The judges of the first Academy Awards took Charles Chaplin out of the competitive classes, Actor among them, "
        "and gave him a special award for The Circus instead. The nomination stays the same record; its category is "
        "revised with the reason, and it steps back from a list on which it no longer is.",
        "oscars-dlu, ceremony 1, Special Award, note (a letter of 19 February 1929)");
    const auto actor = category("Academy Awards", "1927/28", "Actor");
    const auto special = category("Academy Awards", "1927/28", "Special Award");
    nominate(actor, {.title = "The Noose and The Patent Leather Kid", .by = {"Richard Barthelmess"}});
    nominate(actor, {.title = "The Last Command and The Way of All Flesh", .by = {"Emil Jannings"}});
    const auto circus = nominate(actor, {.work = "The Circus", .by = {"Charles Chaplin"}});

    at("Nominated");
    tells(actor,
          {.shortlist = {"The Noose and The Patent Leather Kid: Richard Barthelmess",
                         "The Last Command and The Way of All Flesh: Emil Jannings", "The Circus: Charles Chaplin"}});
    tells(special, {});
    holds(circus, &Nomination::category, actor);
    holds(circus, &Nomination::reached, Reached{{Stage::shortlisted, {}}});

    auto change =
        registry.transaction({.reason = "in a class by himself",
                              .source = {.title = "Letter from the Academy", .published = "1929-02-19"_date}});
    change.revise(circus, [&](auto& nomination) { nomination.category = special; });
    change.advance(circus, Stage::submitted);
    change.decide(circus, Outcome::won);
    change.commit();

    at("Moved");
    tells(actor, {.shortlist = {"The Noose and The Patent Leather Kid: Richard Barthelmess",
                                "The Last Command and The Way of All Flesh: Emil Jannings"}});
    tells(special, {.winners = {"The Circus: Charles Chaplin"}});
    holds(circus, &Nomination::category, special);
    holds(circus, &Nomination::reached, Reached{{Stage::submitted, {}}, {Stage::shortlisted, {}}});
    remembers(
        circus, "category",
        "19 February 1929: category Actor (category:1) → Special Award (category:2); in a class by himself (Letter "
        "from the Academy)");
}

// --- Who wins
// -----------------------------------------------------------------------------------------------------------

TEST_F(WhoWins, TieByTheRules) {
    tale(
        "A tie with one vote between them",
        "Fredric March had one vote more than Wallace Beery. By the rules of that year, whoever came within three votes "
        "of the first had tied. Both won.",
        "oscars-dlu, ceremony 5, Actor");
    says("Academy Awards banquet", "1932-11-18");
    const auto actor = category("Academy Awards", "1931/32", "Actor");
    const auto beery = nominate(actor, {.work = "The Champ", .by = {"Wallace Beery"}});
    nominate(actor, {.work = "The Guardsman", .by = {"Alfred Lunt"}});
    const auto march = nominate(actor, {.work = "Dr. Jekyll and Mr. Hyde", .by = {"Fredric March"}});

    registry.decide(march, Outcome::won);

    at("The first is named");
    tells(actor, {.winners = {"Dr. Jekyll and Mr. Hyde: Fredric March"},
                  .shortlist = {"The Champ: Wallace Beery", "The Guardsman: Alfred Lunt",
                                "Dr. Jekyll and Mr. Hyde: Fredric March"}});
    holds(march, &Nomination::outcome, Outcome::won);
    holds(beery, &Nomination::outcome, Outcome::pending);

    registry.decide(beery, Outcome::won, {.reason = "within three votes of the first, which was a tie"});

    at("The second is named");
    tells(actor, {.winners = {"The Champ: Wallace Beery", "Dr. Jekyll and Mr. Hyde: Fredric March"},
                  .shortlist = {"The Champ: Wallace Beery", "The Guardsman: Alfred Lunt",
                                "Dr. Jekyll and Mr. Hyde: Fredric March"}});
    remembers(beery, "outcome", "outcome pending → won; within three votes of the first, which was a tie");
    holds(march, &Nomination::outcome, Outcome::won);
    holds(beery, &Nomination::outcome, Outcome::won);
}

TEST_F(WhoWins, TwoShareThePrize) {
    tale("Two books share the prize",
         "The Booker Prize was shared in 1974, 1992 and 2019. Several nominations of a category may win, each with its "
         "half.",
         "british-literary-prizes, Booker Prize 1992 and 2019; 1974 publicly known");
    const auto booker1974 = category("Booker Prize", "1974", "Booker Prize");
    const auto booker1992 = category("Booker Prize", "1992", "Booker Prize");
    const auto booker2019 = category("Booker Prize", "2019", "Booker Prize");
    const auto patient = nominate(booker1992, {.work = "The English Patient", .by = {"Michael Ondaatje"}});
    const auto hunger = nominate(booker1992, {.work = "Sacred Hunger", .by = {"Barry Unsworth"}});
    nominate(booker1992, {.work = "Black Dogs", .by = {"Ian McEwan"}});

    at("The shortlist of 1992");
    tells(booker1992, {.shortlist = {"The English Patient: Michael Ondaatje", "Sacred Hunger: Barry Unsworth",
                                     "Black Dogs: Ian McEwan"}});
    holds(hunger, &Nomination::share, std::nullopt);

    for (const auto winner : {patient, hunger}) registry.decide(winner, Outcome::won, {.share = Fraction(1, 2)});
    const auto half = [&](Id<Category> in, const char* book, const char* author) {
        nominate(in, {.work = book, .by = {author}, .outcome = Outcome::won, .share = Fraction(1, 2)});
    };
    half(booker1974, "The Conservationist", "Nadine Gordimer");
    half(booker1974, "Holiday", "Stanley Middleton");
    half(booker2019, "The Testaments", "Margaret Atwood");
    half(booker2019, "Girl, Woman, Other", "Bernardine Evaristo");

    at("Decided");
    tells(booker1992, {.winners = {"The English Patient: Michael Ondaatje, 1/2", "Sacred Hunger: Barry Unsworth, 1/2"},
                       .shortlist = {"The English Patient: Michael Ondaatje, 1/2", "Sacred Hunger: Barry Unsworth, 1/2",
                                     "Black Dogs: Ian McEwan"}});
    tells(booker1974, {.winners = {"The Conservationist: Nadine Gordimer, 1/2", "Holiday: Stanley Middleton, 1/2"},
                       .shortlist = {"The Conservationist: Nadine Gordimer, 1/2", "Holiday: Stanley Middleton, 1/2"}});
    tells(booker2019,
          {.winners = {"The Testaments: Margaret Atwood, 1/2", "Girl, Woman, Other: Bernardine Evaristo, 1/2"},
           .shortlist = {"The Testaments: Margaret Atwood, 1/2", "Girl, Woman, Other: Bernardine Evaristo, 1/2"}});
    holds(hunger, &Nomination::share, Fraction(1, 2));
}

TEST_F(WhoWins, FourWinTogether) {
    tale(
        "Four win together",
        "At the Eurovision Song Contest of 1969 four songs had 18 points each, and no rule for that. All four won, and "
        "the next came fifth.",
        "eurovision-senior, 1969, final");
    says("Eurovision Song Contest 1969", "1969-03-29");
    const auto contest = category("Eurovision Song Contest", "1969", "Song");
    const auto song = [&](const char* title, const char* artist) {
        return nominate(contest, {.title = title, .by = {artist}, .stage = Stage::submitted});
    };
    const std::vector first{song("Vivo cantando", "Salomé"), song("Boom Bang-a-Bang", "Lulu"),
                            song("De troubadour", "Lenny Kuhr"), song("Un jour, un enfant", "Frida Boccara")};
    const auto fifth = song("Bonjour, Bonjour", "Paola del Medico");

    at("Before the vote");
    tells(contest, {});
    holds(first.back(), &Nomination::place, std::nullopt);
    holds(fifth, &Nomination::place, std::nullopt);

    for (const auto winner : first) registry.decide(winner, Outcome::won, {.place = 1});
    registry.decide(fifth, Outcome::not_placed, {.place = 5});

    at("After the vote");
    tells(contest, {.winners = {"Vivo cantando: Salomé", "Boom Bang-a-Bang: Lulu", "De troubadour: Lenny Kuhr",
                                "Un jour, un enfant: Frida Boccara"}});
    holds(first.back(), &Nomination::place, 1);
    holds(fifth, &Nomination::place, 5);
}

TEST_F(WhoWins, NoAwardWithAReason) {
    tale(
        "No award, with the reason",
        "The Nobel Peace Prize of 1948 was not awarded: the committee found no suitable living candidate. That belongs "
        "to the category, and while it stands nobody can be entered as its winner. (All 49 Nobel prizes of the data "
        "that were not awarded are held, in a test that goes through them.)",
        "nobel-v1, prize.json, peace 1948; the reason publicly known");
    const auto committee = says("Norwegian Nobel Committee", "1948-11-18");
    const auto peace = category("Nobel Prize", "1948", "Peace");

    at("Open");
    tells(peace, {});
    holds(peace, &Category::no_award, std::nullopt);

    registry.revise(peace, [](auto& prize) { prize.no_award = "no suitable living candidate"; }, {.source = committee});

    at("Not awarded");
    tells(peace, {});
    holds(peace, &Category::no_award, "no suitable living candidate");
    EXPECT_THROW(nominate(peace, {.by = {"Anybody"}, .outcome = Outcome::won}), InvalidValue);
}

TEST_F(WhoWins, NoAwardWithoutAReason) {
    tale(
        "No award in spite of finalists, and no reason known",
        "The Campbell Memorial Award of 1994 had finalists and went to none of them. The data give no reason, which is "
        "not the same as an undecided category: the field is set, and empty.",
        "hugo-nebula-locus-campbell, Campbell.csv, 1994");
    const auto novel = category("John W. Campbell Memorial Award", "1994", "Novel");
    nominate(novel, {.work = "Beggars in Spain", .by = {"Nancy Kress"}});
    nominate(novel, {.work = "Moving Mars", .by = {"Greg Bear"}});

    at("Open");
    tells(novel, {.shortlist = {"Beggars in Spain: Nancy Kress", "Moving Mars: Greg Bear"}});
    holds(novel, &Category::no_award, std::nullopt);

    registry.revise(novel, [](auto& category) { category.no_award = ""; });

    at("No award");
    tells(novel, {.shortlist = {"Beggars in Spain: Nancy Kress", "Moving Mars: Greg Bear"}});
    holds(novel, &Category::no_award, "");
}

TEST_F(WhoWins, UnequalShares) {
    tale(
        "Unequal shares",
        "Half of the Nobel Prize in Physics of 2020 went to one laureate and a quarter to each of two others. Shares are "
        "exact fractions, and what would be over the whole is refused.",
        "nobel-v21-2021, nobelPrizes.json, Physics 2020");
    says("Royal Swedish Academy of Sciences", "2020-10-06");
    const auto physics = category("Nobel Prize", "2020", "Physics");
    const auto laureate = [&](const char* name, Fraction share) {
        return nominate(physics, {.by = {name}, .stage = Stage::draft, .outcome = Outcome::won, .share = share});
    };
    const auto penrose = laureate("Roger Penrose", Fraction(1, 2));
    laureate("Reinhard Genzel", Fraction(1, 4));

    at("Two entered");
    tells(physics, {.winners = {"Roger Penrose, 1/2", "Reinhard Genzel, 1/4"}});
    holds(penrose, &Nomination::share, Fraction(1, 2));

    laureate("Andrea Ghez", Fraction(1, 4));

    at("All entered");
    tells(physics, {.winners = {"Roger Penrose, 1/2", "Reinhard Genzel, 1/4", "Andrea Ghez, 1/4"}});
    holds(penrose, &Nomination::share, Fraction(1, 2));
    EXPECT_THROW(laureate("Anybody", Fraction(1, 4)), InvalidValue);
}

TEST_F(WhoWins, WriteIn) {
    tale("A write-in wins without being nominated",
         "Hal Mohr was not among the three nominees for the cinematography of 1935. Voters could write a name in, they "
         "wrote his, and he won. He is a winner who was never on the shortlist.",
         "oscars-dlu, ceremony 8, Cinematography");
    says("The nominations");
    const auto photography = category("Academy Awards", "1935", "Cinematography");
    const auto coast = nominate(photography, {.work = "Barbary Coast", .by = {"Ray June"}});
    const auto crusades = nominate(photography, {.work = "The Crusades", .by = {"Victor Milner"}});
    const auto miserables = nominate(photography, {.work = "Les Miserables", .by = {"Gregg Toland"}});

    at("Nominated");
    tells(photography,
          {.shortlist = {"Barbary Coast: Ray June", "The Crusades: Victor Milner", "Les Miserables: Gregg Toland"}});
    holds(miserables, &Nomination::reached, Reached{{Stage::shortlisted, {}}});
    holds(miserables, &Nomination::place, std::nullopt);

    const auto dream = nominate(photography, {.work = "A Midsummer Night's Dream",
                                              .by = {"Hal Mohr"},
                                              .stage = Stage::draft,
                                              .outcome = Outcome::won,
                                              .place = 1});
    registry.decide(miserables, Outcome::runner_up, {.place = 2});
    registry.decide(crusades, Outcome::runner_up, {.place = 3});
    registry.decide(coast, Outcome::not_placed);

    at("Decided");
    tells(photography,
          {.winners = {"A Midsummer Night's Dream: Hal Mohr"},
           .shortlist = {"Barbary Coast: Ray June", "The Crusades: Victor Milner", "Les Miserables: Gregg Toland"}});
    holds(dream, &Nomination::reached, Reached{});
    holds(miserables, &Nomination::place, 2);
    holds(miserables, &Nomination::reached, Reached{{Stage::shortlisted, {}}});
    holds(dream, &Nomination::place, 1);
}

TEST_F(WhoWins, WrongNameAnnounced) {
    tale(
        "The wrong name is read out",
        "At the ceremony of 26 February 2017 La La Land was announced as the best picture, and minutes later Moonlight. "
        "The first announcement was made and stays in the history. A step back needs a reason.",
        "oscars-dlu, ceremony 89, Best Picture, for nominees and winner; the announcement publicly known");
    const auto ceremony = says("Academy Awards ceremony", "2017-02-26");
    const auto picture = category("Academy Awards", "2016", "Best Picture");
    const auto land = nominate(picture, {.work = "La La Land"});
    const auto moonlight = nominate(picture, {.work = "Moonlight"});
    nominate(picture, {.work = "Lion"});

    registry.decide(land, Outcome::won, {.source = ceremony});

    at("As read out");
    tells(picture, {.winners = {"La La Land"}, .shortlist = {"La La Land", "Moonlight", "Lion"}});
    holds(land, &Nomination::outcome, Outcome::won);
    holds(moonlight, &Nomination::outcome, Outcome::pending);

    auto change = registry.transaction({.reason = "the presenters were given the wrong envelope", .source = ceremony});
    change.decide(land, Outcome::not_placed);
    change.decide(moonlight, Outcome::won);
    change.commit();

    at("Minutes later");
    tells(picture, {.winners = {"Moonlight"}, .shortlist = {"La La Land", "Moonlight", "Lion"}});
    remembers(
        land, "outcome",
        "26 February 2017: outcome won → not placed; the presenters were given the wrong envelope (Academy Awards "
        "ceremony)");
    holds(land, &Nomination::outcome, Outcome::not_placed);
    holds(moonlight, &Nomination::outcome, Outcome::won);
}

TEST_F(WhoWins, WinnerStrippedAndRunnerUpPromoted) {
    tale(
        "The winner is stripped and the runner-up promoted",
        "Young Americans won on 14 April 1969. On 7 May it was declared ineligible, since it had been shown in October "
        "1967, and on 8 May the first runner-up was given the award. For a day nobody had won.",
        "oscars-dlu, ceremony 41, Documentary (Feature), notes");
    says("Academy Awards ceremony", "1969-04-14");
    const auto documentary = category("Academy Awards", "1968", "Documentary (Feature)");
    const auto journey = nominate(documentary, {.work = "Journey into Self", .by = {"Bill McGaw"}});
    nominate(documentary, {.work = "Other Voices", .by = {"David H. Sawyer"}});
    const auto young = nominate(documentary, {.work = "Young Americans", .by = {"Robert Cohn", "Alex Grasshoff"}});
    registry.decide(young, Outcome::won, {.on = When("1969-04-14"_date)});

    at("14 April 1969");
    tells(documentary, {.winners = {"Young Americans: Robert Cohn, Alex Grasshoff"},
                        .shortlist = {"Journey into Self: Bill McGaw", "Other Voices: David H. Sawyer",
                                      "Young Americans: Robert Cohn, Alex Grasshoff"}});
    holds(young, &Nomination::outcome, Outcome::won);
    holds(young, &Nomination::standing, Standing::active);
    holds(journey, &Nomination::outcome, Outcome::pending);
    holds(journey, &Nomination::decided, std::nullopt);

    registry.rule(young, Standing::ineligible, "it had been shown in October 1967", says("The Academy", "1969-05-07"));

    at("7 May 1969");
    tells(documentary, {.shortlist = {"Journey into Self: Bill McGaw", "Other Voices: David H. Sawyer"}});
    holds(young, &Nomination::outcome, Outcome::won);
    holds(young, &Nomination::standing, Standing::ineligible);
    holds(journey, &Nomination::outcome, Outcome::pending);
    holds(journey, &Nomination::decided, std::nullopt);

    registry.decide(journey, Outcome::won,
                    {.on = When("1969-05-08"_date), .source = says("The Academy", "1969-05-08")});

    at("8 May 1969");
    tells(documentary, {.winners = {"Journey into Self: Bill McGaw"},
                        .shortlist = {"Journey into Self: Bill McGaw", "Other Voices: David H. Sawyer"}});
    holds(young, &Nomination::outcome, Outcome::won);
    holds(young, &Nomination::standing, Standing::ineligible);
    holds(journey, &Nomination::decided, When("1969-05-08"_date));
    remembers(young, "standing",
              "7 May 1969: standing active → ineligible; it had been shown in October 1967 (The Academy)");
    holds(journey, &Nomination::outcome, Outcome::won);
}

// --- Who takes the award
// ------------------------------------------------------------------------------------------------

TEST_F(WhoTakesTheAward, Refused) {
    tale("The award is refused",
         "George C. Scott refused his Oscar for 1970, Marlon Brando his for 1972. Both won, and both refused.",
         "oscars-dlu, ceremonies 43 and 45, Actor, notes");
    const auto actor1970 = category("Academy Awards", "1970", "Actor");
    const auto actor1972 = category("Academy Awards", "1972", "Actor");
    const auto scott = nominate(actor1970, {.work = "Patton", .by = {"George C. Scott"}, .outcome = Outcome::won});
    const auto brando =
        nominate(actor1972, {.work = "The Godfather", .by = {"Marlon Brando"}, .outcome = Outcome::won});

    at("Won");
    tells(actor1970, {.winners = {"Patton: George C. Scott"}, .shortlist = {"Patton: George C. Scott"}});
    tells(actor1972, {.winners = {"The Godfather: Marlon Brando"}, .shortlist = {"The Godfather: Marlon Brando"}});
    holds(scott, &Nomination::acceptance, Acceptance::unknown);
    holds(brando, &Nomination::acceptance, Acceptance::unknown);

    registry.refuse(scott);
    registry.refuse(brando);

    at("Refused");
    tells(actor1970, {.winners = {"Patton: George C. Scott"}, .shortlist = {"Patton: George C. Scott"}});
    tells(actor1972, {.winners = {"The Godfather: Marlon Brando"}, .shortlist = {"The Godfather: Marlon Brando"}});
    holds(scott, &Nomination::acceptance, Acceptance::refused);
    holds(brando, &Nomination::acceptance, Acceptance::refused);
}

TEST_F(WhoTakesTheAward, OneOfTwoRefuses) {
    tale(
        "One of two laureates refuses",
        "The Nobel Peace Prize of 1973 was shared by two, and Le Duc Tho declined his half. Each half has an acceptance "
        "of its own.",
        "nobel-v21-2021, laureates.json, Peace 1973 (portion and prizeStatus)");
    says("Norwegian Nobel Committee", "1973-10-17");
    const auto peace = category("Nobel Prize", "1973", "Peace");
    const auto half = [&](const char* name) {
        return nominate(peace, {.by = {name}, .stage = Stage::draft, .outcome = Outcome::won, .share = Fraction(1, 2)});
    };
    const auto kissinger = half("Henry Kissinger");
    const auto tho = half("Le Duc Tho");

    at("Announced");
    tells(peace, {.winners = {"Henry Kissinger, 1/2", "Le Duc Tho, 1/2"}});
    holds(kissinger, &Nomination::acceptance, Acceptance::unknown);
    holds(tho, &Nomination::acceptance, Acceptance::unknown);

    registry.accept(kissinger);
    registry.refuse(tho);

    at("Answered");
    tells(peace, {.winners = {"Henry Kissinger, 1/2", "Le Duc Tho, 1/2"}});
    holds(kissinger, &Nomination::acceptance, Acceptance::accepted);
    holds(tho, &Nomination::acceptance, Acceptance::refused);
}

TEST_F(WhoTakesTheAward, Prevented) {
    tale(
        "The winner is prevented from accepting",
        "Boris Pasternak accepted the Nobel Prize in Literature of 1958, and days later was made to decline it. That is "
        "no refusal of his, and he is a winner all the same.",
        "nobel-v21-2021, laureates.json, Literature 1958 (prizeStatus restricted); the days publicly known");
    says("The Swedish Academy", "1958-10-23");
    const auto literature = category("Nobel Prize", "1958", "Literature");
    const auto prize =
        nominate(literature, {.by = {"Boris Pasternak"}, .stage = Stage::draft, .outcome = Outcome::won});
    registry.accept(prize, {.source = says("Telegram to the Swedish Academy", "1958-10-25")});

    at("25 October 1958");
    tells(literature, {.winners = {"Boris Pasternak"}});
    holds(prize, &Nomination::acceptance, Acceptance::accepted);

    registry.prevent(prize, {.source = says("Telegram to the Swedish Academy", "1958-10-29"),
                             .reason = "made to decline by the authorities of his country"});

    at("29 October 1958");
    tells(literature, {.winners = {"Boris Pasternak"}});
    holds(prize, &Nomination::acceptance, Acceptance::prevented);
    remembers(prize, "acceptance",
              "29 October 1958: acceptance accepted → prevented; made to decline by the authorities of his country "
              "(Telegram to the Swedish Academy)");
}

TEST_F(WhoTakesTheAward, PreventedAndTakenLater) {
    tale(
        "Prevented, and taken years later",
        "Three German laureates, of 1938 and 1939, were forbidden by their government to accept. They received diploma "
        "and medal after the war, though not the money, and today's data say \"received\" of all three.",
        "nobel-v21-2021, laureates.json (prizeStatus); the ban publicly known");
    const auto chemistry1938 = category("Nobel Prize", "1938", "Chemistry");
    const auto chemistry1939 = category("Nobel Prize", "1939", "Chemistry");
    const auto medicine1939 = category("Nobel Prize", "1939", "Physiology or Medicine");
    const auto prize = [&](Id<Category> in, const char* name, Fraction share) {
        return nominate(in, {.by = {name}, .stage = Stage::draft, .outcome = Outcome::won, .share = share});
    };
    const std::vector german{prize(chemistry1938, "Richard Kuhn", 1), prize(chemistry1939, "Adolf Butenandt", {1, 2}),
                             prize(medicine1939, "Gerhard Domagk", 1)};
    prize(chemistry1939, "Leopold Ruzicka", {1, 2});
    for (const auto id : german) registry.prevent(id, {.reason = "forbidden by the German government"});

    at("Forbidden");
    tells(chemistry1939, {.winners = {"Adolf Butenandt, 1/2", "Leopold Ruzicka, 1/2"}});
    for (const auto id : german) holds(id, &Nomination::acceptance, Acceptance::prevented);

    for (const auto id : german) registry.accept(id, {.reason = "received diploma and medal after the war"});

    at("After the war");
    tells(chemistry1939, {.winners = {"Adolf Butenandt, 1/2", "Leopold Ruzicka, 1/2"}});
    for (const auto id : german) holds(id, &Nomination::acceptance, Acceptance::accepted);
    remembers(german.back(), "acceptance", "acceptance prevented → accepted; received diploma and medal after the war");
}

// --- What is ruled
// ------------------------------------------------------------------------------------------------------

TEST_F(WhatIsRuled, RescindedBeforeTheCeremony) {
    tale("A nomination rescinded before the ceremony",
         "Of the five songs nominated on 16 January 2014 one was rescinded on 29 January, because of how it had been "
         "promoted. Four were on the final ballot.",
         "oscars-dlu, ceremony 86, Music (Original Song), note");
    says("The nominations", "2014-01-16");
    const auto song = category("Academy Awards", "2013", "Music (Original Song)");
    const auto alone = nominate(song, {.title = "Alone Yet Not Alone", .by = {"Bruce Broughton", "Dennis Spiegel"}});
    nominate(song, {.title = "Happy", .by = {"Pharrell Williams"}});
    nominate(song, {.title = "Let It Go", .by = {"Kristen Anderson-Lopez", "Robert Lopez"}});
    nominate(song, {.title = "The Moon Song", .by = {"Karen O", "Spike Jonze"}});
    nominate(song, {.title = "Ordinary Love", .by = {"Paul Hewson", "Dave Evans", "Adam Clayton", "Larry Mullen"}});

    at("16 January 2014");
    tells(song, {.shortlist = {"Alone Yet Not Alone: Bruce Broughton, Dennis Spiegel", "Happy: Pharrell Williams",
                               "Let It Go: Kristen Anderson-Lopez, Robert Lopez", "The Moon Song: Karen O, Spike Jonze",
                               "Ordinary Love: Paul Hewson, Dave Evans, Adam Clayton, Larry Mullen"}});
    holds(alone, &Nomination::standing, Standing::active);
    holds(alone, &Nomination::reached, Reached{{Stage::shortlisted, {}}});

    registry.rule(alone, Standing::rescinded, "promoted against the campaign regulations",
                  says("Board of Governors", "2014-01-29"));

    at("29 January 2014");
    tells(song, {.shortlist = {"Happy: Pharrell Williams", "Let It Go: Kristen Anderson-Lopez, Robert Lopez",
                               "The Moon Song: Karen O, Spike Jonze",
                               "Ordinary Love: Paul Hewson, Dave Evans, Adam Clayton, Larry Mullen"}});
    holds(alone, &Nomination::standing, Standing::rescinded);
    holds(alone, &Nomination::reached, Reached{{Stage::shortlisted, {}}});
    remembers(alone, "standing",
              "29 January 2014: standing active → rescinded; promoted against the campaign regulations (Board of "
              "Governors)");
}

TEST_F(WhatIsRuled, RescindedAfterTheCeremony) {
    tale("A nomination rescinded after the ceremony",
         "Tuba Atlantic was nominated and did not win. In July 2012, months after the ceremony, the nomination was "
         "rescinded, since the film had been on television in 2010. Whoever asks what was known in spring still finds "
         "five nominees.",
         "oscars-dlu, ceremony 84, Short Film (Live Action), note");
    says("Academy Awards ceremony", "2012-02-26");
    const auto film = category("Academy Awards", "2011", "Short Film (Live Action)");
    for (const char* title : {"Pentecost", "Raju", "Time Freak"})
        nominate(film, {.work = title, .outcome = Outcome::not_placed});
    nominate(film, {.work = "The Shore", .outcome = Outcome::won});
    const auto tuba = nominate(film, {.work = "Tuba Atlantic", .outcome = Outcome::not_placed});

    at("26 February 2012");
    tells(film,
          {.winners = {"The Shore"}, .shortlist = {"Pentecost", "Raju", "Time Freak", "The Shore", "Tuba Atlantic"}});
    holds(tuba, &Nomination::standing, Standing::active);

    registry.rule(tuba, Standing::rescinded, "shown on television in 2010", says("Board of Governors", "2012-07"));

    at("July 2012");
    tells(film, {.winners = {"The Shore"}, .shortlist = {"Pentecost", "Raju", "Time Freak", "The Shore"}});
    knew("2012-05-01", film,
         {.winners = {"The Shore"}, .shortlist = {"Pentecost", "Raju", "Time Freak", "The Shore", "Tuba Atlantic"}});
    holds(tuba, &Nomination::standing, Standing::rescinded);
    remembers(tuba, "standing",
              "July 2012: standing active → rescinded; shown on television in 2010 (Board of Governors)");
}

TEST_F(WhatIsRuled, OneOfFourRescinded) {
    tale(
        "One of four named people rescinded",
        "Four people were nominated for the sound of 13 Hours. On 23 February 2017 the nomination was rescinded for one "
        "of them, who had broken a rule of the campaign, and kept for the other three. A credit has a standing of its "
        "own.",
        "oscars-dlu, ceremony 89, Sound Mixing, note");
    says("The nominations", "2017-01-24");
    const auto sound = category("Academy Awards", "2016", "Sound Mixing");
    const auto hours = nominate(sound, {.work = "13 Hours: The Secret Soldiers of Benghazi",
                                        .by = {"Greg P. Russell", "Gary Summers", "Jeffrey J. Haboush", "Mac Ruth"}});
    const auto russell = credit(hours, "Greg P. Russell");

    at("24 January 2017");
    tells(sound, {.shortlist = {"13 Hours: The Secret Soldiers of Benghazi: Greg P. Russell, Gary Summers, Jeffrey J. "
                                "Haboush, Mac Ruth"}});
    holds(russell, &Credit::standing, Standing::active);
    holds(hours, &Nomination::standing, Standing::active);

    registry.rule(russell, Standing::rescinded, "telephone lobbying", says("Board of Governors", "2017-02-23"));

    at("23 February 2017");
    tells(sound,
          {.shortlist = {"13 Hours: The Secret Soldiers of Benghazi: Gary Summers, Jeffrey J. Haboush, Mac Ruth"}});
    holds(russell, &Credit::standing, Standing::rescinded);
    holds(hours, &Nomination::standing, Standing::active);
    knew("2017-02-22", sound,
         {.shortlist = {"13 Hours: The Secret Soldiers of Benghazi: Greg P. Russell, Gary Summers, Jeffrey J. Haboush, "
                        "Mac Ruth"}});
    remembers(russell, "standing",
              "23 February 2017: standing active → rescinded; telephone lobbying (Board of Governors)");
}

TEST_F(WhatIsRuled, WithdrewAndWasReplaced) {
    tale(
        "A finalist withdraws and is replaced",
        "Marko Kloos withdrew his novel from the Hugo Awards of 2015 in time for the ballot. The Three-Body Problem took "
        "its place, and won.",
        "hugo-nebula-locus-campbell, Hugo_nominees.csv, 2015; the withdrawal publicly known");
    says("The finalists", "2015-04-04");
    const auto novel = category("Hugo Awards", "2015", "Best Novel");
    nominate(novel, {.work = "Ancillary Sword", .by = {"Ann Leckie"}});
    nominate(novel, {.work = "The Goblin Emperor", .by = {"Katherine Addison"}});
    const auto lines = nominate(novel, {.work = "Lines of Departure", .by = {"Marko Kloos"}});

    at("The finalists");
    tells(novel, {.shortlist = {"Ancillary Sword: Ann Leckie", "The Goblin Emperor: Katherine Addison",
                                "Lines of Departure: Marko Kloos"}});
    holds(lines, &Nomination::standing, Standing::active);

    registry.rule(lines, Standing::withdrawn, "withdrawn by its author", says("The administrators", "2015-04"));
    const auto problem = nominate(novel, {.work = "The Three-Body Problem", .by = {"Cixin Liu"}});

    at("Replaced");
    tells(novel, {.shortlist = {"Ancillary Sword: Ann Leckie", "The Goblin Emperor: Katherine Addison",
                                "The Three-Body Problem: Cixin Liu"}});
    holds(lines, &Nomination::standing, Standing::withdrawn);

    registry.decide(problem, Outcome::won, {.source = says("Hugo Awards ceremony", "2015-08-22")});

    at("Decided");
    tells(novel, {.winners = {"The Three-Body Problem: Cixin Liu"},
                  .shortlist = {"Ancillary Sword: Ann Leckie", "The Goblin Emperor: Katherine Addison",
                                "The Three-Body Problem: Cixin Liu"}});
    remembers(lines, "standing",
              "April 2015: standing active → withdrawn; withdrawn by its author (The administrators)");
    holds(lines, &Nomination::standing, Standing::withdrawn);
}

TEST_F(WhatIsRuled, WithdrewAndWasNotReplaced) {
    tale(
        "A finalist withdraws too late to be replaced",
        "The magazine Black Gate withdrew from the Hugo Awards of 2015 when the ballot was final already. Its name stayed "
        "on the printed ballot, and nothing took its place.",
        "public knowledge");
    says("The finalists", "2015-04-04");
    const auto fanzine = category("Hugo Awards", "2015", "Best Fanzine");
    std::vector<Id<Nomination>> finalists;
    for (const char* title :
         {"Black Gate", "Elitist Book Reviews", "Journey Planet", "The Revenge of Hump Day", "Tangent SF Online"})
        finalists.push_back(nominate(fanzine, {.work = title}));

    at("The finalists");
    tells(fanzine, {.shortlist = {"Black Gate", "Elitist Book Reviews", "Journey Planet", "The Revenge of Hump Day",
                                  "Tangent SF Online"}});
    holds(finalists[0], &Nomination::standing, Standing::active);

    registry.rule(finalists[0], Standing::withdrawn, "withdrawn by its editor", says("The editor", "2015-04"));
    registry.decide(finalists[2], Outcome::won, {.source = says("Hugo Awards ceremony", "2015-08-22")});

    at("Decided");
    tells(fanzine,
          {.winners = {"Journey Planet"},
           .shortlist = {"Elitist Book Reviews", "Journey Planet", "The Revenge of Hump Day", "Tangent SF Online"}});
    holds(finalists[0], &Nomination::standing, Standing::withdrawn);
    answers("Ever on the shortlist", "5", [=](const Registry& now) {
        std::size_t number = 0;
        for (const auto id : finalists) number += now.get(id).reached.count(Stage::shortlisted);
        return std::to_string(number);
    });
}

TEST_F(WhatIsRuled, SixthFinalistByMistake) {
    tale(
        "A sixth finalist by mistake",
        "On 12 October 2011 Shine was announced as a finalist of the National Book Awards where Chime was meant. Chime "
        "was added, which made six, and on 17 October the author of Shine withdrew at the organisers' request.",
        "public knowledge");
    says("National Book Foundation", "2011-10-12");
    const auto young = category("National Book Awards", "2011", "Young People's Literature");
    nominate(young, {.work = "My Name Is Not Easy", .by = {"Debby Dahl Edwardson"}});
    const auto inside = nominate(young, {.work = "Inside Out & Back Again", .by = {"Thanhha Lai"}});
    nominate(young, {.work = "Flesh and Blood So Cheap", .by = {"Albert Marrin"}});
    const auto shine = nominate(young, {.work = "Shine", .by = {"Lauren Myracle"}});
    nominate(young, {.work = "Okay for Now", .by = {"Gary D. Schmidt"}});

    at("As announced");
    tells(young, {.shortlist = {"My Name Is Not Easy: Debby Dahl Edwardson", "Inside Out & Back Again: Thanhha Lai",
                                "Flesh and Blood So Cheap: Albert Marrin", "Shine: Lauren Myracle",
                                "Okay for Now: Gary D. Schmidt"}});
    holds(shine, &Nomination::standing, Standing::active);

    nominate(young, {.work = "Chime", .by = {"Franny Billingsley"}});

    at("Six");
    tells(young, {.shortlist = {"My Name Is Not Easy: Debby Dahl Edwardson", "Inside Out & Back Again: Thanhha Lai",
                                "Flesh and Blood So Cheap: Albert Marrin", "Shine: Lauren Myracle",
                                "Okay for Now: Gary D. Schmidt", "Chime: Franny Billingsley"}});
    holds(shine, &Nomination::standing, Standing::active);

    registry.rule(shine, Standing::withdrawn, "announced by mistake, and withdrawn at the organisers' request",
                  says("National Book Foundation", "2011-10-17"));
    registry.decide(inside, Outcome::won, {.source = says("The ceremony", "2011-11-16")});

    at("Decided");
    tells(young, {.winners = {"Inside Out & Back Again: Thanhha Lai"},
                  .shortlist = {"My Name Is Not Easy: Debby Dahl Edwardson", "Inside Out & Back Again: Thanhha Lai",
                                "Flesh and Blood So Cheap: Albert Marrin", "Okay for Now: Gary D. Schmidt",
                                "Chime: Franny Billingsley"}});
    holds(shine, &Nomination::standing, Standing::withdrawn);
    remembers(shine, "standing",
              "17 October 2011: standing active → withdrawn; announced by mistake, and withdrawn at the organisers' "
              "request (National Book Foundation)");
}

TEST_F(WhatIsRuled, IneligibleWithoutAReason) {
    tale(
        "Ruled ineligible, and nobody says why",
        "The statistics of the Hugo Awards of 2023, published on 20 January 2024, mark the novel Babel as not eligible, "
        "and give no reason. A ruling is not taken without one: what is recorded is that none was given. Before that day "
        "nothing was known of it.",
        "public knowledge");
    says("Hugo Awards ceremony", "2023-10-21");
    const auto novel = category("Hugo Awards", "2023", "Best Novel");
    nominate(novel, {.work = "Nettle & Bone", .by = {"T. Kingfisher"}, .outcome = Outcome::won});
    nominate(novel, {.work = "Nona the Ninth", .by = {"Tamsyn Muir"}, .outcome = Outcome::not_placed});

    at("21 October 2023");
    tells(novel, {.winners = {"Nettle & Bone: T. Kingfisher"},
                  .shortlist = {"Nettle & Bone: T. Kingfisher", "Nona the Ninth: Tamsyn Muir"}});

    const auto statistics = says("Nominating statistics", "2024-01-20");
    const auto babel = nominate(novel, {.work = "Babel", .by = {"R. F. Kuang"}, .stage = Stage::submitted});
    registry.rule(babel, Standing::ineligible, "not eligible; the administrators gave no reason", statistics);

    at("20 January 2024");
    tells(novel, {.winners = {"Nettle & Bone: T. Kingfisher"},
                  .shortlist = {"Nettle & Bone: T. Kingfisher", "Nona the Ninth: Tamsyn Muir"}});
    holds(babel, &Nomination::standing, Standing::ineligible);
    answers("Ruled out, as known on 19 January 2024", "0", [](const Registry& now) {
        return std::to_string(now.known_on("2024-01-19"_date).nominations().standing(Standing::ineligible).count());
    });
    answers("Ruled out, as known on 20 January 2024", "1", [](const Registry& now) {
        return std::to_string(now.known_on("2024-01-20"_date).nominations().standing(Standing::ineligible).count());
    });
    EXPECT_THROW(registry.rule(babel, Standing::active, ""), MoveError);
    remembers(babel, "standing",
              "20 January 2024: standing active → ineligible; not eligible; the administrators gave no reason "
              "(Nominating statistics)");
}

TEST_F(WhatIsRuled, LoweredByANewBallot) {
    tale(
        "A new count takes a place on the list away",
        "The music of The Godfather was announced among the five nominees for 1972. Then it was pointed out that some of "
        "it came from an earlier film. The branch voted anew on six titles of the preliminary list, The Godfather "
        "included, and Sleuth became the fifth. It lost its place on the list, not its standing, and `reached` keeps "
        "that it had been there.",
        "oscars-dlu, ceremony 45, Music (Original Dramatic Score), notes");
    says("The nominations");
    const auto score = category("Academy Awards", "1972", "Music (Original Dramatic Score)");
    nominate(score, {.work = "Images", .by = {"John Williams"}});
    nominate(score, {.work = "Limelight", .by = {"Charles Chaplin", "Raymond Rasch", "Larry Russell"}});
    nominate(score, {.work = "Napoleon and Samantha", .by = {"Buddy Baker"}});
    nominate(score, {.work = "The Poseidon Adventure", .by = {"John Williams"}});
    const auto godfather = nominate(score, {.work = "The Godfather", .by = {"Nino Rota"}, .stage = Stage::longlisted});
    const auto sleuth = nominate(score, {.work = "Sleuth", .by = {"John Addison"}, .stage = Stage::longlisted});
    registry.advance(godfather, Stage::shortlisted);

    at("As announced");
    tells(score, {.shortlist = {"Images: John Williams", "Limelight: Charles Chaplin, Raymond Rasch, Larry Russell",
                                "Napoleon and Samantha: Buddy Baker", "The Poseidon Adventure: John Williams",
                                "The Godfather: Nino Rota"}});
    holds(godfather, &Nomination::stage, Stage::shortlisted);
    holds(godfather, &Nomination::standing, Standing::active);
    holds(godfather, &Nomination::reached, Reached{{Stage::longlisted, {}}, {Stage::shortlisted, {}}});
    holds(sleuth, &Nomination::stage, Stage::longlisted);

    auto change = registry.transaction({.reason = "the branch voted anew", .source = says("Music Branch")});
    change.advance(godfather, Stage::longlisted);
    change.advance(sleuth, Stage::shortlisted);
    change.commit();

    at("After the new ballot");
    tells(score, {.shortlist = {"Images: John Williams", "Limelight: Charles Chaplin, Raymond Rasch, Larry Russell",
                                "Napoleon and Samantha: Buddy Baker", "The Poseidon Adventure: John Williams",
                                "Sleuth: John Addison"}});
    holds(godfather, &Nomination::stage, Stage::longlisted);
    holds(godfather, &Nomination::standing, Standing::active);
    holds(godfather, &Nomination::reached, Reached{{Stage::longlisted, {}}, {Stage::shortlisted, {}}});
    remembers(godfather, "stage", "stage shortlisted → longlisted; the branch voted anew (Music Branch)");
    holds(sleuth, &Nomination::stage, Stage::shortlisted);
}

TEST_F(WhatIsRuled, CreditChangedDecadesLater) {
    tale(
        "A credit changed decades later",
        "The story of Roman Holiday won as Ian McLellan Hunter's, who was a front for the blacklisted Dalton Trumbo. On "
        "15 December 1992 the Academy changed its records. That is something new which the world says, and no slip of "
        "whoever entered it, so the old credit is ruled and the new one added, both with the source of 1992: whoever "
        "asks what was known in 1990 finds Hunter. (`correct` is for what was entered wrongly here.)",
        "oscars-dlu, ceremony 26, Writing (Motion Picture Story), note");
    says("Academy Awards ceremony", "1954-03-25");
    const auto story = category("Academy Awards", "1953", "Writing (Motion Picture Story)");
    nominate(story, {.work = "Above and Beyond", .by = {"Beirne Lay Jr."}, .outcome = Outcome::not_placed});
    const auto holiday =
        nominate(story, {.work = "Roman Holiday", .by = {"Ian McLellan Hunter"}, .outcome = Outcome::won});
    const auto hunter = credit(holiday, "Ian McLellan Hunter");

    at("25 March 1954");
    tells(story, {.winners = {"Roman Holiday: Ian McLellan Hunter"},
                  .shortlist = {"Above and Beyond: Beirne Lay Jr.", "Roman Holiday: Ian McLellan Hunter"}});
    holds(hunter, &Credit::standing, Standing::active);
    holds(holiday, &Nomination::acceptance, Acceptance::unknown);

    const auto board = says("Board of Governors", "1992-12-15");
    const auto trumbo = nominee("Dalton Trumbo", NomineeKind::person);
    registry.rule(hunter, Standing::rescinded, "he was a front for Dalton Trumbo", board);
    registry.revise(holiday, [&](auto& nomination) { nomination.credits.push_back({.nominee = trumbo}); },
                    {.source = board});
    registry.accept(holiday, {.source = says("Presented to Trumbo's widow", "1993-05-10")});

    at("15 December 1992");
    tells(story, {.winners = {"Roman Holiday: Dalton Trumbo"},
                  .shortlist = {"Above and Beyond: Beirne Lay Jr.", "Roman Holiday: Dalton Trumbo"}});
    knew("1990-01-01", story,
         {.winners = {"Roman Holiday: Ian McLellan Hunter"},
          .shortlist = {"Above and Beyond: Beirne Lay Jr.", "Roman Holiday: Ian McLellan Hunter"}});
    knew("1992-12-15", story,
         {.winners = {"Roman Holiday: Dalton Trumbo"},
          .shortlist = {"Above and Beyond: Beirne Lay Jr.", "Roman Holiday: Dalton Trumbo"}});
    holds(hunter, &Credit::standing, Standing::rescinded);
    holds(credit(holiday, "Dalton Trumbo"), &Credit::standing, Standing::active);
    remembers(hunter, "standing",
              "15 December 1992: standing active → rescinded; he was a front for Dalton Trumbo (Board of Governors)");
    holds(holiday, &Nomination::acceptance, Acceptance::accepted);
}

// --- How programmes change
// ----------------------------------------------------------------------------------------------

TEST_F(HowProgrammesChange, TwoEditionsInOneYear) {
    tale("Two editions for one year",
         "Books of 1970 had missed the Booker Prize when its rules changed, and in 2010 the Lost Man Booker Prize was "
         "given to one of them. Two editions honour 1970. A label tells them apart, the year need not.",
         "public knowledge");
    const auto regular = category("Booker Prize", "1970", "Booker Prize");
    const auto lost = category("Booker Prize", "Lost Man Booker Prize", "Booker Prize");
    for (const auto id : {regular, lost})
        registry.revise(registry.get(id).edition, [](auto& edition) { edition.date = "1970"_date; });
    nominate(regular, {.work = "The Elected Member", .by = {"Bernice Rubens"}, .outcome = Outcome::won});
    const auto troubles = nominate(lost, {.work = "Troubles", .by = {"J. G. Farrell"}});

    at("Before 19 May 2010");
    tells(regular,
          {.winners = {"The Elected Member: Bernice Rubens"}, .shortlist = {"The Elected Member: Bernice Rubens"}});
    tells(lost, {.shortlist = {"Troubles: J. G. Farrell"}});
    holds(registry.get(regular).edition, &Edition::date, "1970"_date);
    holds(registry.get(lost).edition, &Edition::date, "1970"_date);
    holds(troubles, &Nomination::decided, std::nullopt);

    registry.decide(troubles, Outcome::won, {.on = When("2010-05-19"_date)});

    at("19 May 2010");
    tells(regular,
          {.winners = {"The Elected Member: Bernice Rubens"}, .shortlist = {"The Elected Member: Bernice Rubens"}});
    tells(lost, {.winners = {"Troubles: J. G. Farrell"}, .shortlist = {"Troubles: J. G. Farrell"}});
    holds(registry.get(regular).edition, &Edition::date, "1970"_date);
    holds(registry.get(lost).edition, &Edition::date, "1970"_date);
    holds(troubles, &Nomination::decided, When("2010-05-19"_date));
}

TEST_F(HowProgrammesChange, AwardedInALaterYear) {
    tale(
        "Awarded in a later year than its own",
        "The Nobel Prize in Literature of 2018 was put off for a year and announced on the same day as that of 2019. The "
        "year that an edition honours and the day on which it was decided are two fields. (Every later award of the data "
        "is held, in a test that goes through them.)",
        "nobel-v21-2021, laureates.json, Literature 2018 and 2019 (awardYear and dateAwarded)");
    says("The Swedish Academy", "2019-10-10");
    const auto of2018 = category("Nobel Prize", "2018", "Literature");
    const auto of2019 = category("Nobel Prize", "2019", "Literature");
    dated(of2018, "2018");
    dated(of2019, "2019");

    at("At the end of 2018");
    tells(of2018, {});
    tells(of2019, {});
    holds(registry.get(of2018).edition, &Edition::date, "2018"_date);

    const auto laureate = [&](Id<Category> in, const char* name) {
        return nominate(
            in, {.by = {name}, .stage = Stage::draft, .outcome = Outcome::won, .decided = When("2019-10-10"_date)});
    };
    const auto tokarczuk = laureate(of2018, "Olga Tokarczuk");
    laureate(of2019, "Peter Handke");

    at("10 October 2019");
    tells(of2018, {.winners = {"Olga Tokarczuk"}});
    tells(of2019, {.winners = {"Peter Handke"}});
    holds(registry.get(of2018).edition, &Edition::date, "2018"_date);
    holds(tokarczuk, &Nomination::decided, When("2019-10-10"_date));
    answers("Decided in 2019", "2018: Olga Tokarczuk<br>2019: Peter Handke",
            [](const Registry& now) { return listed(now, now.nominations().within("2019"_date).rows()); });
}

TEST_F(HowProgrammesChange, AnAwardRenamed) {
    tale(
        "An award is renamed",
        "The Whitbread Book Awards became the Costa Book Awards in 2006. It is one award: the old name is an alias with "
        "its dates, and finds it still.",
        "british-literary-prizes, Costa Book of the Year, 2005 and 2006 (prize_name); the first year publicly known");
    const auto of2005 = category("Whitbread Book Awards", "2005", "Book of the Year");
    nominate(of2005, {.work = "Matisse: The Master", .by = {"Hilary Spurling"}, .outcome = Outcome::won});
    const auto award = registry.find<Award>("Whitbread Book Awards");
    const auto asked_life = [id = award.id](const Registry& now) { return life(now, id); };

    at("2005");
    holds(award.id, &Award::name, "Whitbread Book Awards");
    holds(award.id, &Award::aliases, {});
    answers("Lineage of the award", "called 'Whitbread Book Awards'", asked_life);
    tells(of2005,
          {.winners = {"Matisse: The Master: Hilary Spurling"}, .shortlist = {"Matisse: The Master: Hilary Spurling"}});

    registry.revise(award.id, [](auto& record) {
        record.name = "Costa Book Awards";
        record.aliases = {{"Whitbread Book Awards", "1971/2005"_date}};
    });
    const auto of2006 = category("Costa Book Awards", "2006", "Book of the Year");
    nominate(of2006, {.work = "The Tenderness of Wolves", .by = {"Stef Penney"}, .outcome = Outcome::won});

    at("2006");
    holds(award.id, &Award::name, "Costa Book Awards");
    holds(award.id, &Award::aliases, std::vector<Alias>{{"Whitbread Book Awards", "1971/2005"_date}});
    answers("Lineage of the award",
            "called 'Whitbread Book Awards' from 1971 to 2005<br>called 'Costa Book Awards' from 2006", asked_life);
    tells(of2005,
          {.winners = {"Matisse: The Master: Hilary Spurling"}, .shortlist = {"Matisse: The Master: Hilary Spurling"}});
    tells(of2006, {.winners = {"The Tenderness of Wolves: Stef Penney"},
                   .shortlist = {"The Tenderness of Wolves: Stef Penney"}});
    answers("Winners of the 'Whitbread Book Awards'",
            "2005: Matisse: The Master: Hilary Spurling<br>2006: The Tenderness of Wolves: Stef Penney",
            [](const Registry& now) {
                return listed(now, now.nominations().award("Whitbread Book Awards").outcome(Outcome::won).rows());
            });
}

TEST_F(HowProgrammesChange, ACategoryRenamed) {
    tale(
        "A category has another wording each time",
        "The Oscar for the best picture has had five names. Each edition has its category with the wording of that year, "
        "and a series ties them together. (All 130 names of the data and their 66 series are held, in a test that goes "
        "through them.)",
        "oscars-dlu, canonical category Best Picture");
    const auto of = [&](const char* year, const char* wording, const char* winner) {
        const auto id = category("Academy Awards", year, wording, "Best Picture");
        nominate(id, {.work = winner, .outcome = Outcome::won});
        return id;
    };
    const auto first = of("1927/28", "Outstanding Picture", "Wings");
    const auto series = registry.find<Series>("Best Picture").id;
    const auto asked_life = [=](const Registry& now) { return life(now, series); };

    at("1927/28");
    tells(first, {.winners = {"Wings"}, .shortlist = {"Wings"}});
    holds(first, &Category::name, "Outstanding Picture");
    answers("Lineage of the series", "called 'Best Picture'", asked_life);

    of("1944", "Best Motion Picture", "Going My Way");
    const auto later = of("1962", "Best Picture", "Lawrence of Arabia");
    registry.revise(series, [](auto& record) {
        record.aliases = {{"Outstanding Picture", "1927/1929"_date},
                          {"Outstanding Production", "1929/1940"_date},
                          {"Outstanding Motion Picture", "1941/1943"_date},
                          {"Best Motion Picture", "1944/1961"_date}};
    });

    at("1962");
    tells(first, {.winners = {"Wings"}, .shortlist = {"Wings"}});
    tells(later, {.winners = {"Lawrence of Arabia"}, .shortlist = {"Lawrence of Arabia"}});
    holds(later, &Category::name, "Best Picture");
    holds(first, &Category::name, "Outstanding Picture");
    answers(
        "Lineage of the series",
        "called 'Outstanding Picture' from 1927 to 1929<br>called 'Outstanding Production' from 1929 to 1940<br>"
        "called 'Outstanding Motion Picture' from 1941 to 1943<br>called 'Best Motion Picture' from 1944 to 1961<br>"
        "called 'Best Picture' from 1962",
        asked_life);
    answers("All winners, asked by the old name 'Outstanding Production'",
            "1927/28: Wings<br>1944: Going My Way<br>1962: Lawrence of Arabia", [](const Registry& now) {
                return listed(now, now.nominations().series("Outstanding Production").outcome(Outcome::won).rows());
            });
}

TEST_F(HowProgrammesChange, ASeriesSplitAndOneAgain) {
    tale(
        "A category is split in two, and later one again",
        "From 1939 to 1966, save for one year, there were two Oscars for cinematography, one for black-and-white films "
        "and one for colour. The two are series of their own that came from the one before, and since 1967 that one goes "
        "on, coming from them. A question may stay within a series or follow its lineage.",
        "oscars-dlu, Cinematography, 1938, 1939 and 1967");
    const auto of1938 = category("Academy Awards", "1938", "Cinematography", "Cinematography");
    dated(of1938, "1938");
    nominate(of1938, {.work = "The Great Waltz", .by = {"Joseph Ruttenberg"}, .outcome = Outcome::won});
    const auto whole = registry.find<Series>("Cinematography").id;

    const auto asked_alone = [=](const Registry& now) { return listed(now, now.nominations().series(whole).rows()); };
    const auto asked_with_lineage = [=](const Registry& now) {
        return listed(now, now.nominations().series(whole, Lineage::whole).rows());
    };
    const auto asked_life = [=](const Registry& now) { return life(now, whole); };

    at("1938");
    tells(of1938,
          {.winners = {"The Great Waltz: Joseph Ruttenberg"}, .shortlist = {"The Great Waltz: Joseph Ruttenberg"}});
    answers("Lineage of Cinematography", "called 'Cinematography' in 1938", asked_life);

    const auto grey = category("Academy Awards", "1939", "Cinematography (Black-and-White)", "Black-and-White");
    const auto colour = category("Academy Awards", "1939", "Cinematography (Color)", "Color");
    dated(grey, "1939");
    const std::vector both{registry.find<Series>("Black-and-White").id, registry.find<Series>("Color").id};
    for (const auto id : both) registry.revise(id, [&](auto& series) { series.succeeds = {whole}; });
    const auto asked_life_of_one = [id = both.back()](const Registry& now) { return life(now, id); };
    nominate(grey, {.work = "Wuthering Heights", .by = {"Gregg Toland"}, .outcome = Outcome::won});
    nominate(colour, {.work = "Gone with the Wind", .by = {"Ernest Haller", "Ray Rennahan"}, .outcome = Outcome::won});

    at("1939");
    tells(grey, {.winners = {"Wuthering Heights: Gregg Toland"}, .shortlist = {"Wuthering Heights: Gregg Toland"}});
    tells(colour, {.winners = {"Gone with the Wind: Ernest Haller, Ray Rennahan"},
                   .shortlist = {"Gone with the Wind: Ernest Haller, Ray Rennahan"}});
    answers("Winners of Cinematography", "1938: The Great Waltz: Joseph Ruttenberg", asked_alone);
    answers("The same with its lineage",
            "1938: The Great Waltz: Joseph Ruttenberg<br>1939: Wuthering Heights: Gregg Toland<br>1939: Gone with the "
            "Wind: Ernest Haller, Ray Rennahan",
            asked_with_lineage);
    answers("Lineage of Cinematography",
            "called 'Cinematography' in 1938<br>"
            "became 'Black-and-White' in 1939, one of the 2 that it was split into<br>"
            "became 'Color' in 1939, one of the 2 that it was split into",
            asked_life);
    answers("Lineage of Color", "split from 'Cinematography' in 1939<br>called 'Cinematography (Color)' in 1939",
            asked_life_of_one);

    const auto of1967 = category("Academy Awards", "1967", "Cinematography", "Cinematography");
    dated(of1967, "1967");
    nominate(of1967, {.work = "Bonnie and Clyde", .by = {"Burnett Guffey"}, .outcome = Outcome::won});
    registry.revise(whole, [&](auto& series) { series.succeeds = both; });

    at("1967");
    tells(of1967, {.winners = {"Bonnie and Clyde: Burnett Guffey"}, .shortlist = {"Bonnie and Clyde: Burnett Guffey"}});
    answers("Winners of Cinematography",
            "1938: The Great Waltz: Joseph Ruttenberg<br>1967: Bonnie and Clyde: Burnett Guffey", asked_alone);
    answers("The same with its lineage",
            "1938: The Great Waltz: Joseph Ruttenberg<br>1939: Wuthering Heights: Gregg Toland<br>1939: Gone with the "
            "Wind: Ernest Haller, Ray Rennahan<br>1967: Bonnie and Clyde: Burnett Guffey",
            asked_with_lineage);
    answers("Lineage of Cinematography",
            "called 'Cinematography' in 1938<br>paused in 1939: 1 edition without it<br>"
            "became 'Black-and-White' in 1939, one of the 2 that it was split into<br>"
            "became 'Color' in 1939, one of the 2 that it was split into<br>"
            "merged from 'Black-and-White' in 1967, together with 'Color'<br>"
            "merged from 'Color' in 1967, together with 'Black-and-White'<br>called 'Cinematography' in 1967",
            asked_life);
    answers("Lineage of Color",
            "split from 'Cinematography' in 1939<br>called 'Cinematography (Color)' in 1939<br>"
            "became 'Cinematography' in 1967, merged with 'Black-and-White'",
            asked_life_of_one);
}

TEST_F(HowProgrammesChange, TwoSeriesMerged) {
    tale(
        "Two categories become one",
        "Sound Mixing and Sound Editing were two Oscars up to 2019 and have been one, Sound, since 2020. The new series "
        "came from both.",
        "oscars-dlu, Sound Mixing and Sound Editing 2019, Sound 2020");
    const auto mixing = category("Academy Awards", "2019", "Sound Mixing", "Sound Mixing");
    const auto editing = category("Academy Awards", "2019", "Sound Editing", "Sound Editing");
    dated(mixing, "2019");
    nominate(mixing, {.work = "1917", .by = {"Mark Taylor", "Stuart Wilson"}, .outcome = Outcome::won});
    nominate(editing, {.work = "Ford v Ferrari", .by = {"Donald Sylvester"}, .outcome = Outcome::won});
    const std::vector both{registry.find<Series>("Sound Mixing").id, registry.find<Series>("Sound Editing").id};
    const auto asked_life = [id = both.back()](const Registry& now) { return life(now, id); };

    at("2019");
    tells(mixing, {.winners = {"1917: Mark Taylor, Stuart Wilson"}, .shortlist = {"1917: Mark Taylor, Stuart Wilson"}});
    tells(editing,
          {.winners = {"Ford v Ferrari: Donald Sylvester"}, .shortlist = {"Ford v Ferrari: Donald Sylvester"}});
    answers("Lineage of Sound Editing", "called 'Sound Editing' in 2019", asked_life);

    const auto sound = category("Academy Awards", "2020", "Sound", "Sound");
    dated(sound, "2020");
    const auto merged = registry.find<Series>("Sound").id;
    registry.revise(merged, [&](auto& series) { series.succeeds = both; });
    nominate(sound, {.work = "Sound of Metal", .outcome = Outcome::won});

    at("2020");
    tells(sound, {.winners = {"Sound of Metal"}, .shortlist = {"Sound of Metal"}});
    answers("Winners of Sound Editing with its lineage",
            "2019: 1917: Mark Taylor, Stuart Wilson<br>2019: Ford v Ferrari: Donald Sylvester<br>2020: Sound of Metal",
            [](const Registry& now) {
                return listed(now, now.nominations().series("Sound Editing", Lineage::whole).rows());
            });
    answers("Lineage of Sound Editing",
            "called 'Sound Editing' in 2019<br>became 'Sound' in 2020, merged with 'Sound Mixing'", asked_life);
    answers("Lineage of Sound",
            "merged from 'Sound Mixing' in 2020, together with 'Sound Editing'<br>"
            "merged from 'Sound Editing' in 2020, together with 'Sound Mixing'<br>called 'Sound' in 2020",
            [=](const Registry& now) { return life(now, merged); });
    answers("Came from", "Sound Mixing, Sound Editing", [=](const Registry& now) {
        std::string names;
        for (const auto id : now.get(merged).succeeds) names += (names.empty() ? "" : ", ") + now.get(id).name;
        return names;
    });
}

TEST_F(HowProgrammesChange, ASeriesPaused) {
    tale("A category rests for years",
         "The Oscar for sound effects was given up to 1967 and again from 1982, by another name. It is one series; the "
         "editions between them simply have no category of it.",
         "oscars-dlu, canonical category Sound Editing");
    const auto of1967 = category("Academy Awards", "1967", "Sound Effects", "Sound Editing");
    dated(of1967, "1967");
    nominate(of1967, {.work = "The Dirty Dozen", .by = {"John Poyner"}, .outcome = Outcome::won});
    dated(category("Academy Awards", "1975", "Film Editing", "Film Editing"), "1975");
    const auto asked_life = [id = registry.find<Series>("Sound Editing").id](const Registry& now) {
        return life(now, id);
    };

    at("1975");
    tells(of1967, {.winners = {"The Dirty Dozen: John Poyner"}, .shortlist = {"The Dirty Dozen: John Poyner"}});
    answers("Lineage of the series", "called 'Sound Effects' in 1967", asked_life);

    const auto of1982 = category("Academy Awards", "1982", "Sound Effects Editing", "Sound Editing");
    dated(of1982, "1982");
    nominate(
        of1982,
        {.work = "E.T. The Extra-Terrestrial", .by = {"Charles L. Campbell", "Ben Burtt"}, .outcome = Outcome::won});

    at("1982");
    tells(of1982, {.winners = {"E.T. The Extra-Terrestrial: Charles L. Campbell, Ben Burtt"},
                   .shortlist = {"E.T. The Extra-Terrestrial: Charles L. Campbell, Ben Burtt"}});
    answers("Lineage of the series",
            "called 'Sound Effects' in 1967<br>paused in 1975: 1 edition without it<br>"
            "called 'Sound Effects Editing' in 1982",
            asked_life);
    answers("Winners of the series",
            "1967: The Dirty Dozen: John Poyner<br>1982: E.T. The Extra-Terrestrial: Charles L. Campbell, Ben Burtt",
            [](const Registry& now) { return listed(now, now.nominations().series("Sound Editing").rows()); });
    answers("Of these in 1975", "0", [](const Registry& now) {
        return std::to_string(now.nominations().series("Sound Editing").edition("1975").count());
    });
}

TEST_F(HowProgrammesChange, ACategoryCancelled) {
    tale(
        "Cancelled before there was a list",
        "The Eurovision Song Contest of 2020 was cancelled on 18 March 2020. Songs had been entered; there was no vote "
        "and nobody won. A cancelled category is neither an undecided one nor one without a worthy winner.",
        "eurovision-senior, 2020 (entries and the planned day, no performances); the day of the decision publicly known");
    says("The entries");
    const auto contest = category("Eurovision Song Contest", "2020", "Song");
    const auto song = nominate(contest, {.title = "Grow", .by = {"Jeangu Macrooy"}, .stage = Stage::submitted});
    const auto final = registry.add(Ceremony{.edition = registry.get(contest).edition,
                                             .name = "Final",
                                             .date = When("2020-05-16"_date),
                                             .place = "Rotterdam"});

    at("Planned");
    tells(contest, {});
    holds(contest, &Category::cancelled, std::nullopt);
    holds(final.id, &Ceremony::status, CeremonyStatus::planned);
    holds(contest, &Category::no_award, std::nullopt);
    holds(song, &Nomination::outcome, Outcome::pending);
    answers("Ceremonies to come, asked on 1 April 2020", "1",
            [](const Registry& now) { return std::to_string(now.ceremonies().upcoming("2020-04-01"_date).count()); });

    auto change = registry.transaction({.source = says("European Broadcasting Union", "2020-03-18")});
    change.revise(contest, [](auto& category) { category.cancelled = "the COVID-19 pandemic"; });
    change.revise(final.id, [](auto& ceremony) { ceremony.status = CeremonyStatus::cancelled; });
    change.commit();

    at("Cancelled");
    tells(contest, {});
    holds(contest, &Category::cancelled, "the COVID-19 pandemic");
    holds(contest, &Category::no_award, std::nullopt);
    holds(final.id, &Ceremony::status, CeremonyStatus::cancelled);
    holds(song, &Nomination::outcome, Outcome::pending);
    answers("Ceremonies to come, asked on 1 April 2020", "0",
            [](const Registry& now) { return std::to_string(now.ceremonies().upcoming("2020-04-01"_date).count()); });
    remembers(contest, "cancelled", "18 March 2020: cancelled → the COVID-19 pandemic (European Broadcasting Union)");
}

TEST_F(HowProgrammesChange, ACeremonyPostponed) {
    tale(
        "A ceremony postponed to spring 2026",
        "A ceremony of 20 November 2025 is put off to \"spring 2026\", and nobody knows more. A date says what is known "
        "and no more, and questions about it are answered with yes, no or perhaps. What was known before is kept.",
        "a made-up programme: only the shape of the case is real");
    const auto page = says("The programme's page", "2025-06-01");
    const auto only = category("A programme of awards", "2025", "Its only category");
    const auto finalist = nominate(only, {.title = "A finalist"});
    const auto ceremony = registry.add(Ceremony{.edition = registry.get(only).edition, .date = When("2025-11-20"_date)},
                                       {.source = page});
    const auto asked_upcoming = [](std::string_view day) {
        return [day](const Registry& now) {
            const auto rows = now.ceremonies().upcoming(Date::parse(day)).rows();
            return std::string(rows.empty() ? "no" : *rows.at(0).upcoming == Truth::yes ? "yes" : "perhaps");
        };
    };

    at("Planned");
    tells(only, {.shortlist = {"A finalist"}});
    holds(ceremony.id, &Ceremony::date, When("2025-11-20"_date));
    holds(ceremony.id, &Ceremony::status, CeremonyStatus::planned);
    answers("Still to come on 1 December 2025?", "no", asked_upcoming("2025-12-01"));
    holds(finalist, &Nomination::outcome, Outcome::pending);
    answers("Still to come on 1 May 2026?", "no", asked_upcoming("2026-05-01"));

    registry.revise(ceremony.id,
                    [](auto& record) {
                        record.date = When("2026-21"_date);
                        record.status = CeremonyStatus::postponed;
                    },
                    {.source = says("Letter to the finalists", "2025-10-30"), .reason = "the venue is closed"});

    at("Postponed");
    tells(only, {.shortlist = {"A finalist"}});
    holds(ceremony.id, &Ceremony::date, When("2026-21"_date));
    holds(ceremony.id, &Ceremony::status, CeremonyStatus::postponed);
    holds(finalist, &Nomination::outcome, Outcome::pending);
    answers("Still to come on 1 December 2025?", "yes", asked_upcoming("2025-12-01"));
    answers("Still to come on 1 May 2026?", "perhaps", asked_upcoming("2026-05-01"));
    answers("The date as known on 1 October 2025", "20 November 2025", [id = ceremony.id](const Registry& now) {
        return now.known_on("2025-10-01"_date).get(id).date->display();
    });
    remembers(ceremony.id, "date",
              "30 October 2025: date 20 November 2025 → spring 2026; the venue is closed (Letter to the finalists)");
}

}  // namespace

}  // namespace cases
