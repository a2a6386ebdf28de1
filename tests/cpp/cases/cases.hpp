#pragma once

// The vocabulary of the cases: a registry on a file, short ways to enter what a list says, and what is asked of it at
// each moment of a story. Whatever is asked is asked three times: at once; again when the file was closed and opened,
// of the registry as it stood at that moment; and the last moment of the registry as it is. At the end each test
// compares what a person was told with its section of docs/cases.md, or writes that page: see page.hpp.

#include "model/display.hpp"
#include "support.hpp"

#include <laurels/fields.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cases {

using namespace laurels;
using namespace laurels::literals;

/// One line of a list: what is nominated, by whom it is, where it stands.
struct Entry {
    std::string title{};
    std::string work{};
    std::vector<std::string> by{};
    NomineeKind kind = NomineeKind::person;  ///< of those in `by`
    Stage stage = Stage::shortlisted;
    Outcome outcome = Outcome::pending;
    std::optional<When> decided{};
    std::optional<std::int64_t> place{};
    std::optional<Fraction> share{};
};

/// Who won a category and who is on its shortlist: see told().
struct Lists {
    std::vector<std::string> winners{};
    std::vector<std::string> shortlist{};
};

/// "Let It Go: Kristen Anderson-Lopez, Robert Lopez", with the share where there is one: a row as a person is told it.
std::string told(const Questions& now, const NominationRow& row);

/// What a record is called, as a heading of what is told about it.
std::string called(const Questions& now, RecordId record);

/// The value of a field as a person is told it.
template <class V>
std::string shown(const Questions& now, const V& value) {
    if constexpr (std::is_same_v<V, bool>)
        return value ? "yes" : "no";
    else if constexpr (requires { RecordId(value); })
        return called(now, RecordId(value));
    else
        return model::display(value);
}

/// What the page says of a case.
struct Section {
    /// One moment of the story: what was asked, and what the answer was.
    struct Moment {
        std::string name{};
        std::vector<std::pair<std::string, std::string>> answers{};
    };
    std::string suite{};
    std::string test{};
    std::string title{};
    std::string happened{};
    std::string source{};
    std::vector<Moment> moments{};
    std::vector<std::string> history{};
};

/// The fixture. Each theme of the page is a class that inherits from it.
class Case : public testing::Test {
  protected:
    Case();
    ~Case() override;
    void TearDown() override;

    support::Folder folder;
    Registry registry;

    /// What happened, in a sentence or two, and where that is taken from.
    void tale(std::string title, std::string happened, std::string source);

    // --- Entering -------------------------------------------------------------------------------------------------

    /// Who says what is entered from here on, and when it was said, where that is known.
    Source says(std::string title, std::string_view published = {});

    /// The category of that name, with its award, edition and series: all are added where they are missing.
    Id<Category> category(const std::string& award, const std::string& edition, const std::string& name,
                          const std::string& series = {});
    /// When the edition of a category was.
    void dated(Id<Category> category, std::string_view date);
    Id<Nominee> nominee(const std::string& name, NomineeKind kind, std::optional<Id<Nominee>> part_of = {});
    Id<Nomination> nominate(Id<Category> category, const Entry& entry);

    /// The nominee's credit in a nomination.
    Id<Credit> credit(Id<Nomination> nomination, const std::string& nominee) const;

    // --- Asking ---------------------------------------------------------------------------------------------------

    /// A moment of the story begins: what is asked from here on is told of it.
    void at(std::string moment);
    /// Who won and who is on the shortlist.
    void tells(Id<Category> category, const Lists& expected);
    /// The same as the world knew it on a day.
    void knew(std::string_view day, Id<Category> category, const Lists& expected);
    /// The same of any question that is answered in words.
    void answers(const std::string& question, const std::string& expected,
                 const std::function<std::string(const Registry&)>& ask);
    /// The last line of the history of a field.
    void remembers(RecordId record, std::string_view field, const std::string& expected);

    /// What a field of a record holds.
    template <RecordType R, class V>
    void holds(Id<R> id, V R::* member, const std::type_identity_t<V>& expected) {
        std::string field;
        Fields<R>::each([&]<class W>(const Field<R, W>& each) {
            if constexpr (std::is_same_v<V, W>) {
                if (each.member == member) field = each.name;
            }
        });
        const auto ask = [id, member](const Registry& now) { return shown(now, now.get(id).*member); };
        check(called(registry, id) + ": " + words(field), shown(registry, expected), ask);
        expect([=](const Registry& now) { EXPECT_TRUE(now.get(id).*member == expected) << field; });
    }

  private:
    struct Question {
        std::size_t moment = 0;
        std::int64_t change = 0;
        std::function<void(const Registry&)> ask;
    };

    void check(const std::string& question, const std::string& expected,
               const std::function<std::string(const Registry&)>& ask);
    void expect(std::function<void(const Registry&)> ask);
    void tells(Id<Category> category, const Lists& expected, std::optional<Date> day);
    void reopen();
    static std::string words(std::string_view field);

    Source source_;
    Section section_;
    std::vector<Question> questions_;
};

}  // namespace cases
