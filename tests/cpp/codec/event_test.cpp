// Records as patches: every field of every kind goes into an event and comes out again.

#include "codec/event.hpp"
#include "codec/texts.hpp"
#include "codec/value.hpp"

#include <laurels/error.hpp>
#include <laurels/fields.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace {

using namespace laurels;
using namespace laurels::literals;
using namespace std::chrono_literals;
using codec::Json;
using testing::ElementsAre;
using testing::IsEmpty;

// A value of each type of field, another one for another number, and never the default one.
template <class V>
struct Sample;
template <class V>
V sample(int n) {
    return Sample<V>::of(n);
}

template <>
struct Sample<std::string> {
    static std::string of(int n) { return "text " + std::to_string(n) + " \"quoted\"\n\\ é 🏆"; }
};
template <>
struct Sample<std::int64_t> {
    static std::int64_t of(int n) { return -1'000'000'000'000 - n; }
};
// The one value but the default one.
template <>
struct Sample<bool> {
    static bool of(int) { return true; }
};
template <NamedEnum E>
struct Sample<E> {
    static E of(int n) {
        const auto others = static_cast<int>(names_of<E>.size()) - 1;
        const int value = n % others;
        return static_cast<E>(value >= static_cast<int>(E{}) ? value + 1 : value);
    }
};
// Every disclosure but the default one, which is the last.
template <>
struct Sample<Disclosure> {
    static Disclosure of(int n) { return n % 2 == 0 ? Disclosure::private_ : Disclosure::embargoed; }
};
// Stages that do not follow from the sample of `reached`.
template <>
struct Sample<Stage> {
    static Stage of(int n) { return n % 2 == 0 ? Stage::submitted : Stage::longlisted; }
};
template <>
struct Sample<Date> {
    static Date of(int n) { return Date::parse(n % 2 == 0 ? "2025-11~" : "1927/1928"); }
};
template <>
struct Sample<When> {
    static When of(int n) {
        return {Date::of(2025, 9, 1U + static_cast<unsigned>(n % 28)), 19h + 30min, "Europe/London"};
    }
};
template <>
struct Sample<Instant> {
    static Instant of(int n) { return parse_instant("2026-03-02T10:30:00.000001Z") + std::chrono::seconds(n); }
};
template <>
struct Sample<Fraction> {
    static Fraction of(int n) { return {1, n + 2}; }
};
template <>
struct Sample<RecordId> {
    static RecordId of(int n) { return {Kind::nomination, n + 1}; }
};
template <RecordType R>
struct Sample<Id<R>> {
    static Id<R> of(int n) { return Id<R>(n + 1); }
};
template <>
struct Sample<Identifiers> {
    static Identifiers of(int n) { return {{"imdb", "tt" + std::to_string(n)}, {"wikidata", ""}}; }
};
template <>
struct Sample<std::vector<Alias>> {
    static std::vector<Alias> of(int n) { return {{"Costa", {}}, {"Whitbread", sample<Date>(n)}}; }
};
template <>
struct Sample<Reached> {
    static Reached of(int n) { return {{Stage::longlisted, sample<When>(n)}, {Stage::shortlisted, {}}}; }
};
template <class R>
struct Sample<std::vector<Id<R>>> {
    static std::vector<Id<R>> of(int n) { return {Id<R>(n + 1), Id<R>(n + 2)}; }
};
template <>
struct Sample<Measure> {
    static Measure of(int n) {
        return {"waiting", "people", {"2024-01"_date, Decimal::parse("1850.50")}, {{}, Decimal(1075 + n)}};
    }
};
template <class V>
struct Sample<std::optional<V>> {
    static std::optional<V> of(int n) { return sample<V>(n); }
};

/// A value other than this one: of two values the other, else a sample.
template <class V>
V another(const V& value, int n) {
    if constexpr (std::is_same_v<V, bool>)
        return !value;
    else
        return sample<V>(n);
}

/// A record with a value in every field.
template <class R>
R full(int n = 0) {
    R record;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) { record.*field.member = sample<V>(n++); });
    return record;
}

template <class R>
Json set_of(const R& from, const R& to) {
    std::string out;
    codec::write_set(out, from, to);
    return codec::read(out);
}

template <class R>
R applied(R record, const Json& set) {
    codec::apply_set(record, set);
    return record;
}

std::vector<std::string> keys_of(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

template <class R>
class EveryRecord : public testing::Test {};
using Kinds = testing::Types<Award, Edition, Series, Category, Ceremony, Deadline, Nominee, Nomination, Credit,
                             Evidence, Cost, Claim>;
struct KindNames {
    template <class R>
    static std::string GetName(int) {
        return std::string(Fields<R>::name);
    }
};
TYPED_TEST_SUITE(EveryRecord, Kinds, KindNames);

TYPED_TEST(EveryRecord, ComesBackFromItsFirstEvent) {
    using R = TypeParam;
    const R record = full<R>();
    const Json set = set_of(R(), record);
    std::size_t fields = 0;
    Fields<R>::each([&](const auto& field) {
        ++fields;
        EXPECT_TRUE(set.contains(field.name)) << field.name;
        EXPECT_NE(R().*field.member, record.*field.member) << field.name << " has no sample of its own";
    });
    EXPECT_EQ(set.size(), fields);
    EXPECT_EQ(applied(R(), set), record);
}

TYPED_TEST(EveryRecord, ComesBackFromARevisionOfEachField) {
    using R = TypeParam;
    const R before = full<R>();
    int n = 0;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        R after = before;
        after.*field.member = another(before.*field.member, ++n);
        ASSERT_NE(before.*field.member, after.*field.member) << field.name;
        const Json set = set_of(before, after);
        EXPECT_THAT(keys_of(set), ElementsAre(std::string(field.name)));
        EXPECT_EQ(applied(before, set), after) << field.name;
        EXPECT_THAT(codec::differing(before, after), ElementsAre(std::string(field.name)));
    });
}

TYPED_TEST(EveryRecord, CanBeEmptiedAgain) {
    using R = TypeParam;
    const R record = full<R>();
    EXPECT_EQ(applied(record, set_of(record, R())), R());
}

TYPED_TEST(EveryRecord, WritesNothingWhereNothingDiffers) {
    using R = TypeParam;
    R record = full<R>();
    std::string out;
    EXPECT_FALSE(codec::write_set(out, record, record));
    EXPECT_EQ(out, "{}");
    R other = record;
    other.id = Id<R>(7);
    other.revision = 9;
    EXPECT_FALSE(codec::write_set(out, record, other)) << "id and revision are no fields";
    EXPECT_THAT(codec::differing(record, other), IsEmpty());
}

TYPED_TEST(EveryRecord, RefusesAFieldThatItDoesNotHave) {
    using R = TypeParam;
    R record;
    EXPECT_THROW(codec::apply_set(record, codec::read(R"({"colour":"red"})")), InvalidValue);
    EXPECT_THROW(codec::apply_set(record, codec::read(R"({"id":1})")), InvalidValue);
    EXPECT_THROW(codec::apply_set(record, codec::read(R"([])")), InvalidValue);
}

TYPED_TEST(EveryRecord, RefusesAValueOfAnotherType) {
    using R = TypeParam;
    Fields<R>::each([&](const auto& field) {
        for (const char* wrong : {"true", "[]", "[1]"}) {
            R record;
            const Json set = codec::read("{\"" + std::string(field.name) + "\":" + wrong + "}");
            EXPECT_THROW(codec::apply_set(record, set), InvalidValue) << field.name << ' ' << wrong;
        }
    });
}

TEST(EventText, IsCanonical) {
    const Award award{.name = "Booker \"Prize\"",
                      .aliases = {{"Man Booker Prize", "2002/2019"_date}},
                      .identifiers = {{"wikidata", "Q160082"}, {"a", "b"}}};
    std::string set;
    codec::write_set(set, Award(), award);
    EXPECT_EQ(set, R"({"name":"Booker \"Prize\"","aliases":{"Man Booker Prize":["2002/2019"]},)"
                   R"("identifiers":{"a":"b","wikidata":"Q160082"}})");
    std::string event;
    codec::write_event(event, "add", set, {.source = {.title = "Page", .published = "2025-08"_date}, .reason = "why"});
    EXPECT_EQ(event,
              R"({"op":"add","set":)" + set + R"(,"reason":"why","source":{"title":"Page","published":"2025-08"}})");
}

TEST(EventText, GivesEachTypeOfValueItsForm) {
    std::string set;
    codec::write_set(set, Nomination(),
                     {.category = Id<Category>(3),
                      .work = Id<Nominee>(4),
                      .stage = Stage::submitted,
                      .outcome = Outcome::highly_commended,
                      .decided = When("2025-11"_date),
                      .place = 2,
                      .share = Fraction(2, 4),
                      .disclosure = Disclosure::private_});
    EXPECT_EQ(set, R"({"category":3,"work":4,"stage":"submitted","outcome":"highly_commended","decided":"2025-11",)"
                   R"("place":2,"share":"1/2","disclosure":"private"})");
    set.clear();
    codec::write_set(set, Evidence(),
                     {.subject = Id<Nominee>(2),
                      .kind = EvidenceKind::measure,
                      .measure = Measure{"waiting", "people", {"2024"_date, 1850}, {{}, Decimal::parse("1075.0")}}});
    EXPECT_EQ(set, R"({"subject":"nominee:2","kind":"measure","measure":{"what":"waiting","unit":"people",)"
                   R"("before":{"date":"2024","value":"1850"},"after":{"date":"","value":"1075.0"}}})");
}

TEST(EventText, ComesBackWithWhatWasSaid) {
    const Said said{
        .source = {.title = "Staff newsletter", .url = "https://example.org/", .published = "2025-08-15"_date},
        .reason = "line one\nline two"};
    std::string text;
    codec::write_event(text, "revise", R"({"name":"x"})", said);
    const codec::EventBody body = codec::read_event(text);
    EXPECT_EQ(body.verb, "revise");
    EXPECT_EQ(body.set, Json::parse(R"({"name":"x"})"));
    EXPECT_EQ(body.said.source, said.source);
    EXPECT_EQ(body.said.reason, said.reason);
}

TEST(EventText, OfAChangeComesBackToo) {
    for (const codec::ChangeBody& body :
         {codec::ChangeBody{"communications", {{.title = "Newsletter"}, "because"}}, codec::ChangeBody{}}) {
        std::string text;
        codec::write_change(text, body);
        const codec::ChangeBody read = codec::read_change(text);
        EXPECT_EQ(read.actor, body.actor);
        EXPECT_EQ(read.said.source, body.said.source);
        EXPECT_EQ(read.said.reason, body.said.reason);
    }
}

TEST(EventText, IsRefusedWhereItIsNoEvent) {
    for (const char* text : {"[]", "{}", R"({"op":"add"})", R"({"set":{}})", R"({"op":"","set":{}})",
                             R"({"op":1,"set":{}})", R"({"op":"add","set":[]})", R"({"op":"add","set":{},"who":"x"})",
                             R"({"op":"add","set":{},"source":{"author":"x"}})",
                             R"({"op":"add","set":{},"source":{"published":"2025-13"}})"}) {
        EXPECT_THROW(codec::read_event(text), InvalidValue) << text;
    }
    EXPECT_THROW(codec::read_change(R"({"who":"x"})"), InvalidValue);
    EXPECT_THROW(codec::read_change(R"({"actor":null})"), InvalidValue);
}

// --- Maps and lists are merged entry by entry ------------------------------------------------------------------------

TEST(Patches, OfIdentifiersNameWhatChangedAndWhatIsGone) {
    Award before{.identifiers = {{"gone", "1"}, {"kept", "2"}, {"other", "3"}}};
    Award after{.identifiers = {{"kept", "2"}, {"new", "4"}, {"other", "5"}}};
    const Json set = set_of(before, after);
    EXPECT_EQ(set, Json::parse(R"({"identifiers":{"gone":null,"new":"4","other":"5"}})"));
    Award elsewhere{.identifiers = {{"theirs", "9"}, {"gone", "1"}}};
    EXPECT_EQ(applied(elsewhere, set).identifiers, (Identifiers{{"theirs", "9"}, {"new", "4"}, {"other", "5"}}));
}

TEST(Patches, OfExtraKeepEmptyTextsApartFromNone) {
    const Award before{.extra = {{"a", "x"}, {"b", "y"}}};
    const Award after{.extra = {{"a", ""}}};
    EXPECT_EQ(set_of(before, after), Json::parse(R"({"extra":{"a":"","b":null}})"));
    EXPECT_EQ(applied(before, set_of(before, after)), after);
}

TEST(Patches, OfAliasesKeepTheirOrderByName) {
    const Award before{.aliases = {{"B", {}}, {"C", "1990"_date}}};
    const Award after{.aliases = {{"A", "1980"_date}, {"C", "1991"_date}}};
    EXPECT_EQ(applied(before, set_of(before, after)), after);
}

TEST(Patches, OfAnAliasThatCameBackKeepBothTimes) {
    const Award once{.aliases = {{"Costa", "1990"_date}}};
    const Award twice{.aliases = {{"Costa", {}}, {"Costa", "1990"_date}, {"Costa", "2001/2005"_date}}};
    EXPECT_EQ(applied(Award(), set_of(Award(), twice)), twice);
    EXPECT_EQ(applied(once, set_of(once, twice)), twice);
    EXPECT_EQ(applied(twice, set_of(twice, once)), once);
    EXPECT_EQ(applied(twice, set_of(twice, Award())), Award());
    Award shuffled{.aliases = {twice.aliases[2], twice.aliases[0], twice.aliases[1]}};
    codec::canonicalise(shuffled);
    EXPECT_EQ(shuffled, twice);
}

TEST(Patches, OfAnAliasThatCameBackListItsDates) {
    std::string set;
    codec::write_set(set, Award(), {.aliases = {{"Costa", "1990"_date}, {"Costa", "2001"_date}}});
    EXPECT_EQ(set, R"({"aliases":{"Costa":["1990","2001"]}})");
}

TEST(Times, StoredWithAZoneThatThisMachineDoesNotKnowAreRead) {
    Ceremony ceremony;
    codec::apply_set(ceremony, codec::read(R"({"date":"2025-09-25T19:00[Mars/Olympus_Mons]"})"));
    EXPECT_EQ(ceremony.date->zone(), "Mars/Olympus_Mons");
    EXPECT_EQ(ceremony.date->text(), "2025-09-25T19:00[Mars/Olympus_Mons]");
}

TEST(Patches, OfSuccessionNameEachSeries) {
    const Series before{.succeeds = {Id<Series>(2), Id<Series>(10)}};
    const Series after{.succeeds = {Id<Series>(3), Id<Series>(10)}};
    EXPECT_EQ(set_of(before, after), Json::parse(R"({"succeeds":{"series:2":null,"series:3":""}})"));
    EXPECT_EQ(applied(before, set_of(before, after)), after);
    Series record;
    EXPECT_THROW(codec::apply_set(record, codec::read(R"({"succeeds":{"award:2":""}})")), InvalidValue);
}

TEST(Patches, OfOptionalValuesWriteNull) {
    Ceremony before{.date = When("2025-11"_date)};
    EXPECT_EQ(set_of(before, Ceremony()), Json::parse(R"({"date":null})"));
    const Category none{.no_award = ""};
    EXPECT_EQ(set_of(Category(), none), Json::parse(R"({"no_award":""})")) << "empty is a reason that nobody gave";
    EXPECT_EQ(set_of(none, Category()), Json::parse(R"({"no_award":null})"));
}

TEST(Patches, OfAMeasureAreWhole) {
    const Evidence before = full<Evidence>();
    Evidence after = before;
    after.measure->after.value = 5;
    const Json set = set_of(before, after);
    EXPECT_EQ(set["measure"]["what"], "waiting");
    EXPECT_EQ(applied(Evidence(), set).measure, after.measure);
}

TEST(Patches, SayHowAFigureIsPrinted) {
    const Evidence before{.measure = Measure{.what = "waiting", .after = {.value = Decimal::parse("12.5")}}};
    Evidence after = before;
    after.measure->after.value = Decimal::parse("12.50");
    EXPECT_EQ(applied(before, set_of(before, after)).measure->after.value.text(), "12.50");
}

TEST(Patches, OfClockTimesNeedNoTimeZoneDatabase) {
    const std::string text = "2025-09-25T19:00[Nowhere/Else]";
    const Nomination listed = applied(Nomination(), codec::read(R"({"reached":{"longlisted":")" + text + "\"}}"));
    EXPECT_EQ(listed.reached.at(Stage::longlisted)->text(), text);
    const Nomination decided = applied(Nomination(), codec::read(R"({"decided":")" + text + "\"}"));
    EXPECT_EQ(decided.decided->text(), text);
}

// --- The stage follows from `reached` --------------------------------------------------------------------------------

TEST(Stages, ThatFollowFromWhatWasReachedAreNotWritten) {
    const Nomination listed{.stage = Stage::shortlisted, .reached = {{Stage::shortlisted, When("2025-09"_date)}}};
    EXPECT_EQ(set_of(Nomination(), listed), Json::parse(R"({"reached":{"shortlisted":"2025-09"}})"));
    EXPECT_EQ(applied(Nomination(), set_of(Nomination(), listed)), listed);
}

TEST(Stages, AreNotLoweredByAListEnteredLate) {
    Nomination now{.stage = Stage::shortlisted, .reached = {{Stage::shortlisted, {}}}};
    now = applied(now, codec::read(R"({"reached":{"longlisted":"2025-07"}})"));
    EXPECT_EQ(now.stage, Stage::shortlisted);
    EXPECT_EQ(now.reached.size(), 2U);
}

TEST(Stages, HaveTheEffectOfTheirListsInEitherOrder) {
    const Json longlist = codec::read(R"({"reached":{"longlisted":"2025-07"}})");
    const Json shortlist = codec::read(R"({"reached":{"shortlisted":""}})");
    EXPECT_EQ(applied(applied(Nomination(), longlist), shortlist), applied(applied(Nomination(), shortlist), longlist));
    EXPECT_EQ(applied(Nomination(), longlist).stage, Stage::longlisted);
}

TEST(Stages, ThatWereLoweredStayWritten) {
    const Nomination before{.stage = Stage::shortlisted,
                            .reached = {{Stage::longlisted, {}}, {Stage::shortlisted, {}}}};
    Nomination after = before;
    after.stage = Stage::longlisted;
    EXPECT_EQ(set_of(before, after), Json::parse(R"({"stage":"longlisted"})"));
    after.reached[Stage::longlisted] = When("2025-07"_date);
    EXPECT_EQ(applied(before, set_of(before, after)), after);
    const Json date_only = codec::read(R"({"reached":{"shortlisted":"2025-08"}})");
    EXPECT_EQ(applied(after, date_only).stage, Stage::longlisted) << "a date filled in raises nobody";
}

// --- Erasure ------------------------------------------------------------------------------------------------------

const std::string digest_text(64, 'a');
const std::string salt_text(32, '0');

TEST(Erasure, IsReadAsItWasWritten) {
    const codec::Erased erased{.events = {{2, digest_text}, {10, std::string(64, 'b')}},
                               .changes = {{1, digest_text}},
                               .keys = {{salt_text, digest_text}, {std::string(32, '1'), digest_text}}};
    for (const codec::Erased& one : {erased, codec::Erased()}) {
        std::string payload;
        codec::write_event(payload, "erase", "{}", {.source = {}, .reason = "asked for"}, &one);
        EXPECT_TRUE(codec::is_erasure(payload));
        const codec::EventBody body = codec::read_event(payload);
        EXPECT_EQ(body.verb, "erase");
        EXPECT_EQ(body.said.reason, "asked for");
        EXPECT_EQ(body.erased, one);
        std::string again;
        codec::write_event(again, body.verb, "{}", body.said, &*body.erased);
        EXPECT_EQ(again, payload);
    }
    std::string payload;
    codec::write_event(payload, "erase", "{}", {}, &erased);
    EXPECT_THAT(payload, testing::StartsWith(R"({"op":"erase","set":{},"erased":{"events":{"2":"aaa)"));
    EXPECT_FALSE(codec::is_erasure(R"({"op":"eraser","set":{}})"));
}

TEST(Erasure, IsRefusedWhereItIsNone) {
    const auto refused = [](const std::string& erased, const std::string& verb = "erase") {
        EXPECT_THROW(codec::read_event(R"({"op":")" + verb + R"(","set":{},"erased":)" + erased + "}"), InvalidValue)
            << erased;
    };
    EXPECT_THROW(codec::read_event(R"({"op":"erase","set":{}})"), InvalidValue) << "it says nothing of what it erased";
    refused("{}", "revise");
    for (const std::string number : {"0", "-1", "01", "1 ", "", "x", "9223372036854775808"})
        refused(R"({"events":{")" + number + R"(":")" + digest_text + R"("}})");
    for (const std::string& digest : {std::string(), std::string("aa"), digest_text + "aa"})
        refused(R"({"changes":{"1":")" + digest + R"("}})");
    refused(R"({"changes":{"1":")" + std::string(64, 'A') + R"("}})");
    refused(R"({"changes":{"1":1}})");
    refused(R"({"keys":{}})");
    refused(R"({"keys":[[")" + salt_text + R"("]]})");
    refused(R"({"keys":[[")" + digest_text + R"(",")" + salt_text + R"("]]})");
    refused(R"({"other":{}})");
    refused("[]");
}

// --- Texts --------------------------------------------------------------------------------------------------------

// With every field set, what was read is written as it was; and no text is missed.
template <RecordType R>
void expect_texts_found() {
    std::string written;
    codec::write_set(written, R(), full<R>(1));
    const Json set = codec::read(written);
    std::string again;
    codec::write_set<R>(again, set);
    EXPECT_EQ(again, written);
    Json edited = set;
    codec::edit_texts<R>(edited, [](auto, auto, const std::string& text) { return text; });
    EXPECT_EQ(edited, set);
    std::set<std::string> fields;
    codec::edit_texts<R>(edited, [&](std::string_view field, auto, const std::string&) {
        fields.emplace(field);
        return std::string("x");
    });
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        EXPECT_EQ(fields.contains(std::string(field.name)), codec::holds_texts<R>(field.name)) << field.name;
        if constexpr (std::is_same_v<V, std::string> || std::is_same_v<V, std::optional<std::string>>) {
            EXPECT_EQ(edited[std::string(field.name)], "x");
        }
        R record;
        EXPECT_NO_THROW(codec::apply_set(record, edited)) << "texts alone were edited";
    });
}

TEST(Texts, AreFoundInEveryRecord) {
    each_record([]<class R>(const R&) { expect_texts_found<R>(); });
}

TEST(Texts, ThatBecomeOneHaveWhatBothHad) {
    const auto edited = [](const std::string& set) {
        Json json = codec::read(set);
        codec::edit_texts<Nominee>(json, [](auto, codec::TextPart part, const std::string& text) {
            return part == codec::TextPart::name || part == codec::TextPart::key ? "x" : text;
        });
        std::string written;
        codec::write_set<Nominee>(written, json);
        return written;
    };
    EXPECT_EQ(edited(R"({"aliases":{"A":["2001",""],"B":["1999","2001"]}})"),
              R"({"aliases":{"x":["","1999","2001"]}})");
    EXPECT_EQ(edited(R"({"aliases":{"A":null,"B":["1999"],"C":null}})"), R"({"aliases":{"x":["1999"]}})");
    EXPECT_EQ(edited(R"({"aliases":{"A":null,"B":null}})"), R"({"aliases":{"x":null}})");
    EXPECT_EQ(edited(R"({"extra":{"A":null,"B":"b","C":"c"}})"), R"({"extra":{"x":"b"}})");
}

TEST(Texts, AreWrittenInTheOrderOfTheTable) {
    const auto again = []<class R>(const std::string& set, const R&) {
        std::string written;
        codec::write_set<R>(written, codec::read(set));
        EXPECT_EQ(written, set);
    };
    again(R"({"title":"t","reached":{"longlisted":"","shortlisted":"2025","submitted":null},"voided":1})",
          Nomination());
    again(R"({"name":"n","succeeds":{"series:3":"","series:10":"","series:2":null}})", Series());
    again(R"({"notes":"","identifiers":{"b":"2","a":null}})", Award());
    again(R"({"no_award":null,"cancelled":""})", Category());
    EXPECT_THROW(
        {
            std::string out;
            codec::write_set<Award>(out, codec::read(R"({"colour":"red"})"));
        },
        InvalidValue);
}

}  // namespace
