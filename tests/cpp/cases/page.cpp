#include "cases/page.hpp"

#include <algorithm>
#include <cctype>

namespace cases {

namespace {

const support::fs::path source = support::fs::path(LAURELS_SOURCE_DIR) / "tests/cpp/cases/cases_test.cpp";
const support::fs::path page = support::fs::path(LAURELS_SOURCE_DIR) / "docs/cases.md";

constexpr std::string_view introduction =
    "# Odd cases, and what the registry says of them\n"
    "\n"
    "Awards do not always go the way a form expects: two share a win, a nomination is taken back, the wrong name is\n"
    "read out. For each case that we know of, this page says what happened, what is entered, and what the registry\n"
    "then tells a person. \"Winners\" and \"Shortlist\" are what `winners()` and `shortlist()` answer, \"Lineage\" what\n"
    "`lineage()` does, and the other rows are fields with a type of their own: nothing here depends on a note that\n"
    "somebody has to read.\n"
    "\n"
    "Each case is a test in `tests/cpp/cases/cases_test.cpp`. It asks everything at each moment of the story, closes the\n"
    "file, opens it again, and asks again, of the present and of each moment as it was. The page is made from the tests\n"
    "by `LAURELS_WRITE_CASES=1 laurels_tests`, and they fail where it differs from what they see.\n"
    "\n"
    "The code is C++; in Python the names are the same. `nominate`, `category`, `nominee` and `credit` are short words\n"
    "of the tests for `add` and `ensure`, `dated` gives the category's edition its date, and `says` names the source of\n"
    "what follows. The facts are from the data sets named with each case, where there is one, and else publicly known;\n"
    "long lists are shortened.\n";

/// What is asked is shown in the table, not in the code.
bool is_question(std::string_view line) {
    for (const std::string_view word :
         {"tale(", "tells(", "knew(", "answers(", "remembers(", "holds(", "const auto asked_", "EXPECT_"}) {
        if (line.starts_with(word)) return true;
    }
    return line.starts_with("for (") && line.find(" holds(") != std::string_view::npos;
}

/// How many more parentheses and braces a line opens than it closes.
int opened(std::string_view line) {
    int depth = 0;
    for (const char c : line) {
        if (c == '(' || c == '{') ++depth;
        if (c == ')' || c == '}') --depth;
    }
    return depth;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// What a test enters: its body without what it asks, and with the moments as comments.
std::string code_of(const Section& section) {
    const auto lines = lines_of(support::read_bytes(source));
    const std::string head = "TEST_F(" + section.suite + ", " + section.test + ") {";
    auto line = std::ranges::find(lines, head);
    if (line == lines.end()) throw std::logic_error("no test " + head);
    std::string code;
    int skipping = 0;
    bool in_question = false;
    for (++line; line != lines.end() && *line != "}"; ++line) {
        const std::string_view text = std::string_view(*line).substr(std::min<std::size_t>(4, line->size()));
        if (!in_question && is_question(text)) in_question = true;
        if (in_question) {
            skipping += opened(text);
            if (skipping == 0 && text.ends_with(';')) in_question = false;
            continue;
        }
        if (text.starts_with("at(\"")) {
            code += "// → " + std::string(text.substr(4, text.rfind('"') - 4)) + "\n\n";
            continue;
        }
        if (text.empty() && (code.empty() || code.ends_with("\n\n"))) continue;
        code += std::string(text) + "\n";
    }
    while (code.ends_with('\n')) code.pop_back();
    return code + "\n";
}

/// The questions of a section in the order in which they were first asked, without the category where there is but one.
std::vector<std::string> questions_of(const Section& section) {
    std::vector<std::string> questions;
    for (const auto& moment : section.moments) {
        for (const auto& [question, answer] : moment.answers) {
            if (std::ranges::find(questions, question) == questions.end()) questions.push_back(question);
        }
    }
    return questions;
}

/// " (Category, edition)" of the first list, where all lists are of that one.
std::string only_category(const std::vector<std::string>& questions) {
    std::string found;
    for (const std::string& question : questions) {
        const auto open = question.find(" (");
        if (open == std::string::npos || !(question.starts_with("Winners (") || question.starts_with("Shortlist (")))
            continue;
        const std::string of = question.substr(open, question.find(", as known on") - open);
        if (!found.empty() && of != found) return {};
        found = of;
    }
    return found;
}

std::string shortened(std::string question, const std::string& without) {
    const auto at = without.empty() ? std::string::npos : question.find(without);
    if (at != std::string::npos) question.erase(at, without.size());
    return question;
}

std::string table(const Section& section) {
    const auto questions = questions_of(section);
    const std::string without = only_category(questions);
    std::string text = "| |";
    for (const auto& moment : section.moments) text += " " + moment.name + " |";
    text += "\n|---|";
    for (std::size_t i = 0; i < section.moments.size(); ++i) text += "---|";
    text += "\n";
    for (const std::string& question : questions) {
        text += "| " + shortened(question, without) + " |";
        for (const auto& moment : section.moments) {
            const auto found = std::ranges::find(moment.answers, question, [](const auto& pair) { return pair.first; });
            const bool asked = found != moment.answers.end();
            text += " " + (!asked ? std::string() : found->second.empty() ? "nothing" : found->second) + " |";
        }
        text += "\n";
    }
    return text;
}

/// The anchor that GitHub makes of a heading.
std::string anchor(const std::string& heading) {
    std::string text;
    for (const char c : heading) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '_') text += static_cast<char>(std::tolower(byte));
        if (c == ' ') text += '-';
    }
    return text;
}

std::string link(const std::string& heading) { return "[" + heading + "](#" + anchor(heading) + ")"; }

/// The text from a heading to the next of its level or a higher one; empty where there is none.
std::string section_of(const std::string& text, const std::string& heading) {
    std::string found;
    bool within = false;
    for (const std::string& line : lines_of(text)) {
        if (within && (line.starts_with("## ") || line.starts_with("### "))) break;
        within = within || line == heading;
        if (within) found += line + "\n";
    }
    while (found.ends_with("\n\n")) found.pop_back();
    return found;
}

/// Introduction and index.
std::string front(const std::vector<std::pair<std::string, std::vector<std::string>>>& titles) {
    std::string text(introduction);
    for (const auto& [theme, cases] : titles) {
        text += "\n" + link(theme) + "\n\n";
        for (const std::string& title : cases) text += "- " + link(title) + "\n";
    }
    return text;
}

bool writing() { return std::getenv("LAURELS_WRITE_CASES") != nullptr; }

std::size_t number_of_cases() {
    std::size_t number = 0;
    const auto& all = *testing::UnitTest::GetInstance();
    for (int i = 0; i < all.total_test_suite_count(); ++i) {
        const auto& suite = *all.GetTestSuite(i);
        if (std::ranges::find(themes(), suite.name(), &Theme::suite) != themes().end())
            number += static_cast<std::size_t>(suite.total_test_count());
    }
    return number;
}

std::vector<Section>& kept() {
    static std::vector<Section> sections;
    return sections;
}

std::string whole_page() {
    std::vector<std::pair<std::string, std::vector<std::string>>> titles;
    std::string sections;
    for (const Theme& theme : themes()) {
        auto& [heading, cases] = titles.emplace_back(theme.heading, std::vector<std::string>{});
        sections += "\n## " + heading + "\n";
        for (const Section& section : kept()) {
            if (section.suite != theme.suite) continue;
            cases.push_back(section.title);
            sections += "\n" + written(section);
        }
    }
    return front(titles) + sections;
}

class Writer : public testing::Environment {
  public:
    void TearDown() override {
        if (!writing() || kept().empty()) return;
        ASSERT_EQ(kept().size(), number_of_cases()) << "the page is written when all cases pass in one run";
        support::write_bytes(page, whole_page());
    }
};
[[maybe_unused]] const auto* const writer = testing::AddGlobalTestEnvironment(new Writer);  // gtest deletes it

/// Each case compares its own section; this compares what is around them.
TEST(CasesPage, IsMadeFromTheCases) {
    if (writing()) GTEST_SKIP() << "the page is being written";
    const std::string text = support::read_bytes(page);
    std::vector<std::pair<std::string, std::vector<std::string>>> titles;
    std::size_t cases = 0;
    for (const std::string& line : lines_of(text)) {
        if (line.starts_with("## ")) titles.emplace_back(line.substr(3), std::vector<std::string>{});
        if (!line.starts_with("### ")) continue;
        ASSERT_FALSE(titles.empty());
        titles.back().second.push_back(line.substr(4));
        ++cases;
    }
    EXPECT_EQ(text.substr(0, text.find("\n## ")), front(titles)) << "LAURELS_WRITE_CASES=1 laurels_tests writes it";
    EXPECT_EQ(cases, number_of_cases());
    ASSERT_EQ(titles.size(), themes().size());
    for (std::size_t i = 0; i < titles.size(); ++i) EXPECT_EQ(titles[i].first, themes()[i].heading);
}

}  // namespace

std::string written(const Section& section) {
    std::string text = "### " + section.title + "\n\n" + section.happened + "\n\n*From " + section.source + ".*\n\n";
    text += "```cpp\n" + code_of(section) + "```\n\n" + table(section);
    if (!section.history.empty()) text += "\nIts history says:\n\n";
    for (const std::string& line : section.history) text += "- " + line + "\n";
    return text;
}

void compare_or_keep(const Section& section) {
    if (writing()) {
        kept().push_back(section);
        return;
    }
    EXPECT_EQ(section_of(support::read_bytes(page), "### " + section.title), written(section))
        << "docs/cases.md is out of date: LAURELS_WRITE_CASES=1 laurels_tests writes it";
}

}  // namespace cases
