#include "likeness.hpp"

#include "text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace laurels::inline v0::model {
namespace {

using Sort = Word::Sort;
using How = Unlikeness::How;
using Kept = Names::Kept;

/// The names at hand are taken for a part of so many more, so that in a short list not every word looks common.
constexpr double unseen_names = 1000;

// Log odds. Those of agreement come from how rare a word is; these are what is taken from them for each way in which
// names differ. Chosen on the names of half of the decades of the Academy Awards; docs/duplicates.md has the others.
namespace people {
constexpr double same_initial = 1.5;
constexpr double stands_for = 1.0;
constexpr double short_for = 1.0;        // less than the weight of the commoner of the two
constexpr double begins_alike = 2.0;     // likewise
constexpr double one_edit = 2.5;         // likewise
constexpr double two_edits = 4.0;        // likewise
constexpr double sounds_alike = 3.0;     // likewise
constexpr double other_beginning = 1.5;  // more than that where the first letter is another
constexpr double short_word = 1.0;       // and where the word has less than six letters
constexpr double both_known = 1.5;       // and where others have either of the words
constexpr double more_initial = -0.7;
constexpr double more_generation = -0.7;
constexpr double more_middle = -1.3;
constexpr double more_leading = -2.0;
constexpr double more_trailing = -3.0;
constexpr double other_initial = -4.0;
constexpr double other_middle = -3.5;
constexpr double other_first = -5.0;
constexpr double other_last = -6.0;
constexpr double other_generation = -6.0;
constexpr double other_order = -1.0;
constexpr double most_with_other_name = -2.0;      // of the whole, where a first or last name or a generation differs
constexpr double most_with_other_middle = -0.5;    // and where an initial or a middle name does
constexpr double most_with_more_generation = 2.0;  // and where only one is a "Jr.": a son has all of his father's name
constexpr std::size_t most_words = 8;              // what is longer is compared as a title
}  // namespace people

namespace titles {
constexpr double filler = 0.15;   // of the weight of a word
constexpr double negation = 3.0;  // likewise
constexpr double number = 2.0;    // likewise
constexpr double stem = 0.8;      // how much of a word agrees
constexpr double edit = 0.85;
constexpr double more = 0.6;   // how much what only one has counts
constexpr double other = 1.2;  // how much what each has another of counts
constexpr double steepness = 12.0;
constexpr double middle = 0.72;  // the share of agreement at which it is as likely as not
}  // namespace titles

bool is_letter_start(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

std::size_t length(std::string_view word) {
    return static_cast<std::size_t>(std::ranges::count_if(word, is_letter_start));
}

bool begins_alike(std::string_view word, std::string_view other) {
    std::size_t end = 1;
    while (end < word.size() && !is_letter_start(word[end])) ++end;
    return word.substr(0, end) == other.substr(0, end);
}

/// "bill" and "william", "bob" and "rob".
bool are_one_given_name(std::string_view one, std::string_view other) {
    const auto of_one = long_forms(one);
    const auto of_other = long_forms(other);
    const auto has = [](const auto& forms, std::string_view word) {
        return std::ranges::find(forms, word) != forms.end();
    };
    return has(of_one, other) || has(of_other, one) ||
           std::ranges::any_of(of_one, [&](std::string_view form) { return has(of_other, form); });
}

/// "Dan" and "Daniel", "Renzo" and "Lorenzo": short forms are mostly the beginning of the long one, some its end.
bool is_part(std::string_view one, std::string_view other) {
    const auto& [brief, full] = std::minmax(one, other, [](auto a, auto b) { return a.size() < b.size(); });
    constexpr std::size_t longest = 5;
    const std::size_t letters = length(brief);
    if (letters < 3 || letters > longest || brief.size() == full.size()) return false;
    return full.starts_with(brief) || (letters > 3 && full.ends_with(brief));
}

/// "adapted" and "adaptation": most of the shorter word, and at least five letters.
bool have_one_stem(std::string_view one, std::string_view other) {
    const std::size_t shorter = std::min(one.size(), other.size());
    std::size_t common = 0;
    while (common < shorter && one[common] == other[common]) ++common;
    return common >= 5 && 3 * common >= 2 * shorter;
}

/// The edits between words, where they are few for their length.
std::size_t few_edits(std::string_view one, std::string_view other) {
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    const std::size_t shorter = std::min(length(one), length(other));
    const std::size_t allowed = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
    if (allowed == 0) return none;
    const std::size_t edits = edits_between(one, other, allowed);
    return edits <= allowed ? edits : none;
}

/// The consonants, each run of one of them as one: "denny" and "deni" have the same.
std::string skeleton(std::string_view word) {
    std::string text;
    for (const char c : word) {
        const bool vowel = std::string_view("aeiouyhw").find(c) != std::string_view::npos;
        if (!vowel && (text.empty() || text.back() != c)) text += c;
    }
    return text;
}

bool sound_alike(std::string_view one, std::string_view other) {
    if (one.front() != other.front() || std::min(one.size(), other.size()) < 4) return false;
    const std::string bones = skeleton(one);
    return bones.size() >= 2 && bones == skeleton(other);
}

bool are_swapped(std::string_view one, std::string_view other) {
    return one.size() == other.size() && std::is_permutation(one.begin(), one.end(), other.begin());
}

// --- People ----------------------------------------------------------------------------------------------------------

constexpr double impossible = -1e9;

/// What two words at their places in two names say, if they are held against one another.
struct Match {
    double odds = impossible;
    std::optional<How> how{};  // nothing where they are the same
};

Match match_same(const Kept& word) {
    return {word.word.sort == Sort::initial ? people::same_initial : word.weight, {}};
}

Match match_given(const Kept& one, const Kept& other) {
    const double commoner = std::min(one.weight, other.weight);
    if (are_one_given_name(one.word.text, other.word.text)) return {commoner - people::short_for, How::short_for};
    if (is_part(one.word.text, other.word.text)) return {commoner - people::begins_alike, How::short_for};
    return {};
}

/// Of given names also those that sound alike.
Match match_spelling(const Kept& one, const Kept& other, bool surnames) {
    const std::string& a = one.word.text;
    const std::string& b = other.word.text;
    const std::size_t edits = few_edits(a, b);
    const bool sound = !surnames && sound_alike(a, b);
    if (edits > 2 && !sound) return {};
    double odds = std::min(one.weight, other.weight);
    odds -= edits == 1 ? people::one_edit : sound ? people::sounds_alike : people::two_edits;
    if (!begins_alike(a, b)) odds -= people::other_beginning;
    if (std::min(length(a), length(b)) < 6) odds -= people::short_word;
    if (std::min(one.names, other.names) > 1) odds -= people::both_known;
    return {odds, are_swapped(a, b) ? How::swapped : How::letters};
}

/// Two names of people, word by word in their order: the alignment with the best odds.
class Alignment {
  public:
    Alignment(const std::vector<Kept>& words, const Names::Entry& one, const Names::Entry& other)
        : words_(words),
          one_(one.words),
          other_(other.words),
          last_one_(last_name(one_)),
          last_other_(last_name(other_)) {
        fill();
    }

    double odds() const {
        const auto& end = cell(one_.size(), other_.size());
        return std::max({end[0].odds, end[1].odds, end[2].odds});
    }

    std::vector<Unlikeness> differences() const {
        std::vector<Unlikeness> found;
        std::size_t i = one_.size();
        std::size_t j = other_.size();
        std::size_t move = best(cell(i, j));
        while (i > 0 || j > 0) {
            const Step& step = cell(i, j)[move];
            if (step.how) found.push_back(named(*step.how, move, i, j));
            i -= move == only_other ? 0U : 1U;
            j -= move == only_one ? 0U : 1U;
            move = step.from;
        }
        std::ranges::reverse(found);
        return found;
    }

  private:
    using Numbers = std::vector<std::uint32_t>;
    static constexpr std::size_t both = 0;
    static constexpr std::size_t only_one = 1;
    static constexpr std::size_t only_other = 2;
    struct Step {
        double odds = impossible;
        std::size_t from = both;
        std::optional<How> how{};
    };
    using Cell = std::array<Step, 3>;

    const Kept& word(std::uint32_t number) const { return words_[number]; }
    Cell& cell(std::size_t i, std::size_t j) { return cells_[i * (people::most_words + 1) + j]; }
    const Cell& cell(std::size_t i, std::size_t j) const { return cells_[i * (people::most_words + 1) + j]; }

    static std::size_t best(const Cell& cell) {
        const auto odds = [&](std::size_t move) { return cell[move].odds; };
        return std::ranges::max(std::array{both, only_one, only_other}, {}, odds);
    }

    /// The place of the last word that is no "Jr.".
    std::size_t last_name(const Numbers& name) const {
        std::size_t last = name.size();
        while (last > 0 && word(name[last - 1]).word.sort == Sort::generation) --last;
        return last == 0 ? 0 : last - 1;
    }

    void fill() {
        cell(0, 0)[both].odds = 0;
        for (std::size_t i = 0; i <= one_.size(); ++i) {
            for (std::size_t j = 0; j <= other_.size(); ++j) {
                if (i > 0 && j > 0) extend(i, j, both, cell(i - 1, j - 1), held(i - 1, j - 1));
                if (i > 0) extend(i, j, only_one, cell(i - 1, j), more(one_, i - 1, last_one_));
                if (j > 0) extend(i, j, only_other, cell(i, j - 1), more(other_, j - 1, last_other_));
            }
        }
    }

    void extend(std::size_t i, std::size_t j, std::size_t move, const Cell& before, const Match& match) {
        for (std::size_t from = 0; from < before.size(); ++from) {
            // Words of both that find nothing are two other words, and not each one word more.
            if (from != both && move != both && from != move) continue;
            const double odds = before[from].odds + match.odds;
            if (odds > cell(i, j)[move].odds) cell(i, j)[move] = {odds, from, match.how};
        }
    }

    Match held(std::size_t i, std::size_t j) const {
        const Kept& one = word(one_[i]);
        const Kept& other = word(other_[j]);
        if (one_[i] == other_[j]) return match_same(one);
        const bool lasts = i == last_one_ && j == last_other_;
        if (one.word.sort == Sort::generation || other.word.sort == Sort::generation) {
            if (one.word.sort != other.word.sort) return {};
            return {people::other_generation, How::other_name};
        }
        const bool initials = one.word.sort == Sort::initial || other.word.sort == Sort::initial;
        if (initials && !lasts) {
            if (i == last_one_ || j == last_other_) return {};
            const bool either = one.word.sort != other.word.sort;
            if (either && begins_alike(one.word.text, other.word.text)) return {people::stands_for, How::stands_for};
            return {people::other_initial, How::other};
        }
        Match match = match_spelling(one, other, lasts);
        if (!lasts) {
            if (const Match given = match_given(one, other); given.odds > match.odds) match = given;
        }
        if (lasts) return better(match, {people::other_last, How::other_name});
        if (i == 0 && j == 0) return better(match, {people::other_first, How::other_name});
        return better(match, {people::other_middle, How::other});
    }

    static Match better(const Match& one, const Match& other) { return one.odds > other.odds ? one : other; }

    Match more(const Numbers& name, std::size_t at, std::size_t last) const {
        const Sort sort = word(name[at]).word.sort;
        if (sort == Sort::generation) return {people::more_generation, How::more_generation};
        if (at == last) return {people::more_trailing, How::more_trailing};
        if (sort == Sort::initial) return {people::more_initial, How::more_initial};
        if (at == 0) return {people::more_leading, How::more_leading};
        return {people::more_middle, How::more_middle};
    }

    Unlikeness named(How how, std::size_t move, std::size_t i, std::size_t j) const {
        return {how, move == only_other ? std::string() : word(one_[i - 1]).word.text,
                move == only_one ? std::string() : word(other_[j - 1]).word.text};
    }

    const std::vector<Kept>& words_;
    const Numbers& one_;
    const Numbers& other_;
    std::size_t last_one_;
    std::size_t last_other_;
    std::array<Cell, (people::most_words + 1) * (people::most_words + 1)> cells_{};
};

// --- Titles ----------------------------------------------------------------------------------------------------------

double weight_in_title(const Kept& kept) {
    switch (kept.word.sort) {
    case Sort::filler: return titles::filler * kept.weight;
    case Sort::negation: return titles::negation * kept.weight;
    case Sort::number: return titles::number * kept.weight;
    default: return kept.weight;
    }
}

/// How much of a word the other one is, and how.
std::pair<double, std::optional<How>> part_of_word(const Kept& one, const Kept& other) {
    if (one.word.text == other.word.text) return {1, {}};
    if (!one.number.empty() || !other.number.empty()) return {one.number == other.number ? 1.0 : 0.0, {}};
    if (one.word.sort != Sort::plain || other.word.sort != Sort::plain) return {0, {}};
    if (length(one.word.text) >= 5 && few_edits(one.word.text, other.word.text) == 1) {
        const bool swapped = are_swapped(one.word.text, other.word.text);
        return {titles::edit, swapped ? How::swapped : How::letters};
    }
    if (have_one_stem(one.word.text, other.word.text)) return {titles::stem, How::stem};
    return {0, {}};
}

/// Two titles, as their words in any order.
class Overlap {
  public:
    Overlap(const std::vector<Kept>& words, const Names::Entry& one, const Names::Entry& other) : words_(words) {
        std::vector<std::uint32_t> left = other.words;
        const auto take = [&](std::uint32_t number, bool whole) {
            const auto found = std::ranges::max_element(
                left, {}, [&](std::uint32_t each) { return part_of_word(words[number], words[each]).first; });
            if (found == left.end()) return false;
            const auto [part, how] = part_of_word(words[number], words[*found]);
            if (part == 0 || (whole && part < 1)) return false;
            add(words[number], words[*found], part, how);
            left.erase(found);
            return true;
        };
        std::vector<std::uint32_t> rest;
        for (const std::uint32_t number : one.words) {
            if (!take(number, true)) rest.push_back(number);
        }
        for (const std::uint32_t number : rest) {
            if (!take(number, false)) leave(number, only_one_, true);
        }
        for (const std::uint32_t number : left) leave(number, only_other_, false);
    }

    double share() const {
        const double unlike =
            titles::more * std::max(only_one_, only_other_) + titles::other * std::min(only_one_, only_other_);
        return agreed_ == 0 ? 0 : agreed_ / (agreed_ + unlike);
    }
    std::vector<Unlikeness> differences{};

  private:
    void add(const Kept& one, const Kept& other, double part, std::optional<How> how) {
        const double weight = std::min(weight_in_title(one), weight_in_title(other));
        agreed_ += part * weight;
        only_one_ += (1 - part) * weight / 2;
        only_other_ += (1 - part) * weight / 2;
        if (how) differences.push_back({*how, one.word.text, other.word.text});
    }
    void leave(std::uint32_t number, double& side, bool of_one) {
        const Kept& kept = words_[number];
        side += weight_in_title(kept);
        differences.push_back({How::more_words, of_one ? kept.word.text : "", of_one ? "" : kept.word.text});
    }

    const std::vector<Kept>& words_;
    double agreed_ = 0;
    double only_one_ = 0;
    double only_other_ = 0;
};

bool have(const std::vector<Unlikeness>& differences, How how) {
    return std::ranges::find(differences, how, &Unlikeness::how) != differences.end();
}

/// The highest odds with these differences, however rare what is left in common is: that may be no more than a family's
/// name, or a first name.
double most_with(const std::vector<Unlikeness>& differences) {
    if (have(differences, How::other_name)) return people::most_with_other_name;
    if (have(differences, How::other))
        return have(differences, How::more_trailing) ? people::most_with_other_name : people::most_with_other_middle;
    if (have(differences, How::more_generation)) return people::most_with_more_generation;
    return std::numeric_limits<double>::infinity();
}

std::string quoted(const std::string& word) { return "“" + word + "”"; }

std::string told(const Unlikeness& difference) {
    const std::string& word = difference.one.empty() ? difference.other : difference.one;
    const auto& [brief, full] = std::minmax(difference.one, difference.other,
                                            [](const auto& a, const auto& b) { return length(a) < length(b); });
    switch (difference.how) {
    case How::more_initial: return "an initial more, " + quoted(word);
    case How::more_middle: return "a middle name more, " + quoted(word);
    case How::more_leading: return "a first name more, " + quoted(word);
    case How::more_trailing: return "a last name more, " + quoted(word);
    case How::more_generation: return quoted(word) + " with one of them only, so they may be parent and child";
    case How::more_words: return quoted(word) + " in one of them only";
    case How::stands_for: return quoted(brief) + " may stand for " + quoted(full);
    case How::short_for: return quoted(brief) + " may be short for " + quoted(full);
    case How::letters: return quoted(difference.one) + " is spelt nearly as " + quoted(difference.other);
    case How::swapped: return quoted(difference.one) + " has the letters of " + quoted(difference.other);
    case How::stem: return quoted(difference.one) + " begins as " + quoted(difference.other);
    case How::other_name:
    case How::other: return quoted(difference.one) + " in the place of " + quoted(difference.other);
    }
    return {};
}

}  // namespace

std::string Alike::reason() const {
    if (!whole.empty()) return whole;
    std::string text;
    for (const Unlikeness& difference : differences) text += (text.empty() ? "" : ", ") + told(difference);
    return text;
}

double score_of(double odds) { return 1 / (1 + std::exp(-odds)); }
double odds_of(double score) { return std::log(score / (1 - score)); }

Names::Names(Naming naming, std::span<const std::string> names) : naming_(naming) {
    entries_.reserve(names.size());
    for (const std::string& name : names) {
        Entry& entry = entries_.emplace_back();
        entry.key = key(name);
        std::vector<Word> words = words_of(name, naming);
        const bool only_honours = std::ranges::all_of(words, [](const Word& w) { return w.sort == Sort::honour; });
        for (Word& word : words) {
            if (word.sort == Sort::honour && !only_honours) continue;
            entry.letters += word.text;
            entry.words.push_back(keep(std::move(word)));
        }
        std::set<std::uint32_t> once(entry.words.begin(), entry.words.end());
        for (const std::uint32_t number : once) ++words_[number].names;
    }
    const double all = static_cast<double>(entries_.size()) + unseen_names;
    prior_ = -std::log(all);
    for (Kept& word : words_) word.weight = std::log(all / std::max<double>(1, static_cast<double>(word.names) - 1));
}

std::uint32_t Names::keep(Word&& word) {
    const auto [found, fresh] = numbers_.try_emplace(word.text, static_cast<std::uint32_t>(words_.size()));
    if (fresh) {
        Kept& kept = words_.emplace_back();
        if (naming_ == Naming::title) kept.number = number_of(word.text);
        kept.word = std::move(word);
    }
    return found->second;
}

Alike Names::compare(std::size_t one, std::size_t other) const {
    const Entry& a = entries_[one];
    const Entry& b = entries_[other];
    const bool long_ones = std::max(a.words.size(), b.words.size()) > people::most_words;
    Alike alike = naming_ == Naming::person && !long_ones ? compare_people(a, b) : compare_titles(a, b);
    if (a.letters == b.letters) {
        alike.differences.clear();
        alike.whole = a.key == b.key       ? "the same name"
                      : a.words == b.words ? "the same but for marks, points and titles"
                                           : "the same but for spaces, points and hyphens";
    }
    return alike;
}

Alike Names::compare_people(const Entry& one, const Entry& other) const {
    Alike alike;
    const auto sum = [&](const Entry& entry) {
        double odds = 0;
        for (const std::uint32_t number : entry.words) odds += match_same(words_[number]).odds;
        return odds;
    };
    if (one.letters == other.letters) {
        alike.odds = std::max(sum(one), sum(other));
    } else {
        const Alignment alignment(words_, one, other);
        alike.odds = alignment.odds();
        auto sorted = std::pair(one.words, other.words);
        std::ranges::sort(sorted.first);
        std::ranges::sort(sorted.second);
        if (sorted.first == sorted.second && sum(one) + people::other_order > alike.odds) {
            alike.odds = sum(one) + people::other_order;
            alike.whole = "the same words in another order";
        } else {
            alike.differences = alignment.differences();
        }
    }
    alike.odds = std::min(alike.odds + prior_, most_with(alike.differences));
    return alike;
}

Alike Names::compare_titles(const Entry& one, const Entry& other) const {
    Alike alike;
    Overlap overlap(words_, one, other);
    const double share = one.letters == other.letters ? 1 : overlap.share();
    alike.odds = titles::steepness * (share - titles::middle);
    alike.differences = std::move(overlap.differences);
    if (alike.differences.empty()) alike.whole = "the same words in another order";
    return alike;
}

}  // namespace laurels::inline v0::model
