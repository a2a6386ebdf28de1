#include "words.hpp"

#include "text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace laurels::inline v0::model {
namespace {

using Sort = Word::Sort;
using List = std::span<const std::string_view>;

bool is_among(List words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

constexpr auto generations =
    std::to_array<std::string_view>({"jr", "junior", "sr", "senior", "ii", "iii", "iv", "2nd", "3rd"});
constexpr auto honours = std::to_array<std::string_view>(
    {"dr",  "doctor", "prof",   "professor", "sir", "dame",    "lord", "lady",    "mr",      "mrs",
     "ms",  "miss",   "madame", "mme",       "col", "colonel", "capt", "captain", "general", "gen",
     "sgt", "rev",    "hon",    "phd",       "obe", "cbe",     "mbe",  "esq"});
constexpr auto fillers =
    std::to_array<std::string_view>({"a",  "an", "the", "of",  "in",  "on",  "for", "and", "or", "to", "by",   "at",
                                     "de", "la", "le",  "les", "der", "die", "das", "und", "et", "y",  "with", "from"});
constexpr auto negations = std::to_array<std::string_view>({"not", "non", "no", "without", "anti", "un"});

/// Short forms of given names whose beginning is not that of the long one, or too short to tell.
constexpr auto short_forms = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"abe", "abraham"},     {"al", "alan"},          {"al", "albert"},       {"al", "alfred"},
    {"al", "alexander"},    {"alec", "alexander"},   {"andy", "andrew"},     {"archie", "archibald"},
    {"art", "arthur"},      {"becky", "rebecca"},    {"bella", "isabella"},  {"bernie", "bernard"},
    {"bert", "albert"},     {"bert", "herbert"},     {"bert", "robert"},     {"beth", "elizabeth"},
    {"betty", "elizabeth"}, {"bill", "william"},     {"billy", "william"},   {"bob", "robert"},
    {"bobby", "robert"},    {"cathy", "catherine"},  {"charlie", "charles"}, {"chuck", "charles"},
    {"cindy", "cynthia"},   {"connie", "constance"}, {"danny", "daniel"},    {"dave", "david"},
    {"debbie", "deborah"},  {"dick", "richard"},     {"dolly", "dorothy"},   {"don", "donald"},
    {"drew", "andrew"},     {"ed", "edward"},        {"ed", "edmund"},       {"ed", "edwin"},
    {"ed", "edgar"},        {"eddie", "edward"},     {"ernie", "ernest"},    {"frank", "francis"},
    {"frank", "franklin"},  {"fran", "frances"},     {"fred", "alfred"},     {"freddie", "frederick"},
    {"fritz", "friedrich"}, {"gene", "eugene"},      {"gerry", "gerald"},    {"gus", "augustus"},
    {"hal", "harold"},      {"hal", "henry"},        {"hank", "henry"},      {"hans", "johannes"},
    {"harry", "harold"},    {"harry", "henry"},      {"jack", "john"},       {"jackie", "jacqueline"},
    {"jake", "jacob"},      {"jamie", "james"},      {"jenny", "jennifer"},  {"jerry", "gerald"},
    {"jerry", "jerome"},    {"jerry", "jeremiah"},   {"jim", "james"},       {"jimmy", "james"},
    {"joe", "joseph"},      {"johnny", "john"},      {"jon", "jonathan"},    {"judy", "judith"},
    {"kate", "katherine"},  {"kathy", "kathleen"},   {"kathy", "katherine"}, {"katie", "katherine"},
    {"ken", "kenneth"},     {"kit", "christopher"},  {"larry", "lawrence"},  {"larry", "laurence"},
    {"lenny", "leonard"},   {"lew", "louis"},        {"liz", "elizabeth"},   {"lou", "louis"},
    {"maggie", "margaret"}, {"manny", "emanuel"},    {"marty", "martin"},    {"matt", "matthew"},
    {"max", "maximilian"},  {"meg", "margaret"},     {"mick", "michael"},    {"mickey", "michael"},
    {"mike", "michael"},    {"millie", "mildred"},   {"molly", "mary"},      {"nancy", "ann"},
    {"ned", "edward"},      {"nick", "nicholas"},    {"nell", "eleanor"},    {"peggy", "margaret"},
    {"pete", "peter"},      {"phil", "philip"},      {"polly", "mary"},      {"ray", "raymond"},
    {"rick", "richard"},    {"rita", "margarita"},   {"rob", "robert"},      {"robin", "robert"},
    {"ron", "ronald"},      {"sally", "sarah"},      {"sandy", "alexander"}, {"sandy", "sandra"},
    {"sasha", "alexander"}, {"steve", "stephen"},    {"steve", "steven"},    {"stu", "stuart"},
    {"stu", "stewart"},     {"sue", "susan"},        {"ted", "edward"},      {"ted", "theodore"},
    {"ted", "edwin"},       {"terry", "terence"},    {"tina", "christina"},  {"tom", "thomas"},
    {"tommy", "thomas"},    {"tony", "anthony"},     {"tony", "antonio"},    {"vic", "victor"},
    {"wally", "walter"},    {"wes", "wesley"},       {"will", "wilbur"},     {"willy", "william"},
    {"willie", "william"},  {"zack", "zachary"},
});

constexpr auto romans =
    std::to_array<std::string_view>({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"});
constexpr auto ordinals =
    std::to_array<std::string_view>({"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
                                     "ninth", "tenth", "eleventh", "twelfth"});
constexpr auto cardinals = std::to_array<std::string_view>(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"});

/// Letters that no mark makes of a plain one, though people leave that out too.
std::string_view plain_letters(utf8proc_int32_t code) {
    switch (code) {
    case 0xe6: return "ae";
    case 0xf0: return "d";
    case 0xf8: return "o";
    case 0xfe: return "th";
    case 0x111: return "d";
    case 0x127: return "h";
    case 0x131: return "i";
    case 0x142: return "l";
    case 0x153: return "oe";
    default: return {};
    }
}

enum class Role : std::uint8_t { letter, apostrophe, comma, point, gap };

Role role_of(utf8proc_int32_t code) {
    if (code == '\'') return Role::apostrophe;
    if (code == ',') return Role::comma;
    if (code == '.') return Role::point;
    if (code < 0x80) {
        const bool letter = (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
        return letter ? Role::letter : Role::gap;
    }
    const auto category = utf8proc_category(code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO ? Role::letter : Role::gap;
}

std::size_t letters_in(std::string_view word) {
    return static_cast<std::size_t>(
        std::ranges::count_if(word, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// Takes a folded name apart, and says how many words stood before its first comma.
class Splitter {
  public:
    explicit Splitter(std::string_view folded) {
        const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(folded.data());
        const auto size = static_cast<utf8proc_ssize_t>(folded.size());
        for (utf8proc_ssize_t at = 0; at < size;) {
            utf8proc_int32_t code = 0;
            const auto length = utf8proc_iterate(bytes + at, size - at, &code);
            if (length <= 0) break;
            take(code, folded.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(length)));
            at += length;
        }
        end_word();
    }

    std::vector<std::string> words{};
    std::size_t before_comma = 0;  // 0: there is none, or more than one

  private:
    void take(utf8proc_int32_t code, std::string_view bytes) {
        switch (role_of(code)) {
        case Role::letter: {
            const std::string_view plain = plain_letters(code);
            word_ += plain.empty() ? bytes : plain;
            break;
        }
        case Role::apostrophe: break;  // "O'Hara" is one word; a quoted one ends at the space beside it
        case Role::comma:
            end_word();
            before_comma = commas_++ == 0 ? words.size() : 0;
            break;
        case Role::point:
        case Role::gap: end_word(); break;
        }
    }
    void end_word() {
        if (word_.empty()) return;
        words.push_back(std::move(word_));
        word_.clear();
    }

    std::string word_;
    std::size_t commas_ = 0;
};

Sort sort_in_name(std::string_view word) {
    if (is_among(generations, word)) return Sort::generation;
    if (is_among(honours, word)) return Sort::honour;
    return letters_in(word) == 1 ? Sort::initial : Sort::plain;
}

Sort sort_in_title(std::string_view word) {
    if (!number_of(word).empty()) return Sort::number;
    if (is_among(negations, word)) return Sort::negation;
    if (is_among(fillers, word)) return Sort::filler;
    return letters_in(word) == 1 ? Sort::initial : Sort::plain;
}

std::vector<char32_t> decoded(std::string_view word) {
    std::vector<char32_t> codes;
    codes.reserve(word.size());
    for (const char c : word) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) != 0x80)
            codes.push_back(byte);
        else if (!codes.empty())
            codes.back() = (codes.back() << 6U) | (byte & 0x3fU);  // no code point, but as distinct as one
    }
    return codes;
}

}  // namespace

std::string number_of(std::string_view word) {
    if (!word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; }))
        return std::string(word.substr(std::min(word.find_first_not_of('0'), word.size() - 1)));
    const std::string_view digits = word.substr(0, word.find_first_not_of("0123456789"));
    const std::string_view ending = word.substr(digits.size());
    if (!digits.empty() && (ending == "st" || ending == "nd" || ending == "rd" || ending == "th"))
        return std::string(digits);
    if (word == "i") return {};  // a letter or a word as well
    for (const List list : {List(romans), List(ordinals), List(cardinals)}) {
        const auto found = std::ranges::find(list, word);
        if (found != list.end()) return std::to_string(found - list.begin() + 1);
    }
    return {};
}

std::vector<Word> words_of(std::string_view name, Naming naming) {
    Splitter split(loose(name));
    std::vector<Word> words;
    words.reserve(split.words.size());
    for (std::string& text : split.words) {
        const Sort sort = naming == Naming::person ? sort_in_name(text) : sort_in_title(text);
        words.push_back({std::move(text), sort});
    }
    const std::size_t surname = split.before_comma;
    if (naming == Naming::title || surname == 0 || surname == words.size()) return words;
    if (words[surname].sort != Sort::generation && words[surname].sort != Sort::honour)
        std::ranges::rotate(words, words.begin() + static_cast<std::ptrdiff_t>(surname));
    return words;
}

std::vector<std::string_view> long_forms(std::string_view word) {
    std::vector<std::string_view> found;
    for (const auto& [brief, full] : short_forms) {
        if (brief == word) found.push_back(full);
    }
    return found;
}

std::size_t edits_between(std::string_view one, std::string_view other, std::size_t limit) {
    const auto a = decoded(one);
    const auto b = decoded(other);
    const std::size_t most = std::max(a.size(), b.size());
    if (most - std::min(a.size(), b.size()) > limit) return limit + 1;
    std::vector<std::size_t> earlier(b.size() + 1);
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) before[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = before[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[j] = std::min({before[j] + 1, now[j - 1] + 1, changed});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = std::min(now[j], earlier[j - 2] + 1);
            least = std::min(least, now[j]);
        }
        if (least > limit) return limit + 1;
        std::swap(earlier, before);
        std::swap(before, now);
    }
    return std::min(before[b.size()], limit + 1);
}

}  // namespace laurels::inline v0::model
