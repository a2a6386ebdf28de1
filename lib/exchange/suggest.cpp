// A mapping proposed from headings and values: a beginning for a person to check, never used unseen.

#include "exchange/batches.hpp"
#include "exchange/cell.hpp"
#include "exchange/date_form.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>
#include <laurels/mapping.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace laurels::inline v0 {

namespace {

constexpr std::size_t most_rows = 1'000;
constexpr std::size_t most_values = 12;
/// Forms of dates, the first that reads all values before the others; without one they are EDTF.
constexpr std::array date_forms = {"",         "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y",     "%d-%m-%Y",
                                   "%m-%d-%Y", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y",    "%B %Y",
                                   "%m/%Y",    "%Y/%y",    "%Y-%y",    "[[%d ]%B ]%Y", "[%B [%d, ]]%Y"};

/// What the first rows hold in a column.
struct Sample {
    std::string name;
    std::string heading;  // folded, words apart by spaces
    std::map<std::string, std::size_t> values;
    std::size_t filled = 0;
    std::size_t with_bar = 0;
    std::size_t with_semicolon = 0;
    bool number = false;
    bool in_first_row = false;
    bool taken = false;

    bool has_gaps() const { return values.contains(""); }
};

std::string words_of(const std::string& name) {
    std::string words;
    bool lower = false;
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (std::string_view("_-./()").find(c) != std::string_view::npos)
            words += ' ';
        else if (upper && lower)
            words.append(" ").append(1, c);
        else
            words += c;
        lower = c >= 'a' && c <= 'z';
    }
    return model::loose(words);
}

bool has_word(const std::string& heading, std::string_view word) {
    const std::string padded = " " + heading + " ";
    return padded.find(" " + std::string(word) + " ") != std::string::npos;
}

std::vector<Sample> read_samples(exchange::Batches& batches) {
    std::vector<Sample> samples;
    for (const exchange::Column& column : batches.columns()) {
        Sample sample;
        sample.name = column.name;
        sample.heading = words_of(column.name);
        sample.number = column.is_number();
        samples.push_back(std::move(sample));
    }
    std::size_t rows = 0;
    while (rows < most_rows && batches.next()) {
        for (std::size_t row = 0; row < batches.rows() && rows < most_rows; ++row, ++rows) {
            for (std::size_t i = 0; i < samples.size(); ++i) {
                const auto cell = batches.cell(i, row);
                if (!cell || model::invalid_utf8(*cell)) continue;
                const std::string_view text = exchange::trimmed(*cell);
                if (samples[i].values.size() < most_rows) ++samples[i].values[std::string(text)];
                if (text.empty()) continue;
                samples[i].in_first_row = samples[i].in_first_row || rows == 0;
                ++samples[i].filled;
                if (text.find('|') != std::string_view::npos ||
                    text.find(exchange::item_separator) != std::string_view::npos)
                    ++samples[i].with_bar;
                if (text.find("; ") != std::string_view::npos) ++samples[i].with_semicolon;
            }
        }
    }
    return samples;
}

/// The forms that read all values of a column.
std::vector<std::string> fitting_forms(const Sample& sample) {
    std::vector<std::string> fitting;
    for (const std::string_view form : date_forms) {
        if (form.starts_with('[') && !fitting.empty()) continue;  // what fits without is plainer
        const bool fits = std::ranges::all_of(sample.values, [&](const auto& value) {
            try {
                return value.first.empty() || exchange::read_date(value.first, form) != Date();
            } catch (const InvalidDate&) {
                return false;
            }
        });
        if (fits) fitting.emplace_back(form);
    }
    return fitting;
}

using Words = std::vector<std::string_view>;

class Suggesting {
  public:
    Suggesting(std::vector<Sample> samples, std::string_view data_set) : samples_(std::move(samples)) {
        mapping_.data_set = data_set;
        mapping_.about = "Proposed from the headings and the first rows: check each line before you use it.";
        if (samples_.size() == 1)
            mapping_.about +=
                " The table has one column only: if its cells hold several things, say in 'reading' which "
                "'delimiter' stands between them, and have it proposed again.";
    }

    Mapping propose() {
        result();
        identifiers();
        const std::string ceremony = take({"ceremony date", "date ceremony", "date of ceremony"}, Match::whole);
        const std::string series = take({"canonical category", "canonical"});
        const std::string category = take({"category", "award category", "award name", "discipline", "genre"});
        const std::string edition = take({"edition", "year award", "award year", "year", "season", "ceremony"});
        const std::string award = take({"award", "prize", "prize name", "programme", "competition"});
        const std::string date = take({"date", "date awarded", "date of award", "decided"}, Match::whole);
        const std::string place = take({"place", "rank", "position", "placing"}, Match::whole);
        const std::string work = take({"film", "work", "book title", "book", "song", "album", "title", "movie"});
        std::string who =
            take({"nominees", "nominee",      "laureates",    "laureate", "recipients", "recipient", "name",
                  "author",   "authors",      "artist",       "artists",  "producers",  "player",    "players",
                  "medalist", "medallist",    "honoree",      "honouree", "finalist",   "finalists", "team",
                  "project",  "organisation", "organization", "company",  "country",    "winner",    "winners"});
        if (who.empty() && work.empty()) who = likely_names();
        for (const std::string& name : {award, edition, category}) fill_down(name);
        mapping_.award["name"] = award.empty() ? constant(mapping_.data_set) : column(award);
        mapping_.edition["label"] = edition.empty() ? constant("all") : column(edition);
        mapping_.category["name"] = category.empty() ? constant("award") : column(category);
        if (!series.empty()) mapping_.series["name"] = column(series);
        const auto years = forms_of(edition);
        if (!years.empty()) mapping_.edition["date"] = date_of(edition, years);
        if (!ceremony.empty()) mapping_.ceremony["date"] = date_of(ceremony, forms_of(ceremony));
        if (!date.empty()) mapping_.nomination["decided"] = date_of(date, forms_of(date));
        if (!place.empty()) mapping_.nomination["place"] = column(place);
        if (!work.empty()) mapping_.work = nominee(work, "work");
        if (!who.empty()) credit(who);
        text("text", {"motivation", "citation", "description"});
        text("notes", {"note", "notes", "remarks"});
        text("url", {"url", "link"});
        say_left_over();
        return std::move(mapping_);
    }

  private:
    static Cell column(std::string name) {
        Cell cell;
        cell.column = std::move(name);
        return cell;
    }
    static Cell constant(std::string_view text) {
        Cell cell;
        cell.value = text;
        return cell;
    }
    static NomineeMapping nominee(const std::string& name, std::string_view kind) {
        NomineeMapping nominee;
        nominee.fields["name"] = column(name);
        nominee.fields["kind"] = constant(kind);
        return nominee;
    }

    enum class Match : std::uint8_t { word, whole };

    /// The column that has one of these headings, the first of them before the others, or has it among its words.
    Sample* find(const Words& headings, Match match) {
        for (const bool whole : {true, false}) {
            if (!whole && match == Match::whole) break;
            for (const std::string_view heading : headings) {
                for (Sample& sample : samples_) {
                    if (sample.taken || sample.filled == 0) continue;
                    if (whole ? sample.heading == heading : has_word(sample.heading, heading)) return &sample;
                }
            }
        }
        return nullptr;
    }
    std::string take(const Words& headings, Match match = Match::word) {
        Sample* const found = find(headings, match);
        if (found == nullptr) return {};
        found->taken = true;
        return found->name;
    }
    /// Where no heading is known: the column of text with the most different values.
    std::string likely_names() {
        Sample* best = nullptr;
        for (Sample& sample : samples_) {
            const bool text = std::ranges::any_of(sample.values, [](const auto& value) {
                return value.first.find_first_not_of("0123456789.,-/: ") != std::string::npos;
            });
            if (sample.taken || sample.number || !text) continue;
            if (best == nullptr || sample.values.size() > best->values.size()) best = &sample;
        }
        if (best == nullptr) return {};
        best->taken = true;
        mapping_.about +=
            " No heading says who is nominated: it is a guess that '" + model::shown(best->name) + "' does.";
        return best->name;
    }
    static const char* kind_of(const std::string& heading) {
        for (const std::string_view word : {"organisation", "organization", "company", "country"}) {
            if (has_word(heading, word)) return "organisation";
        }
        return has_word(heading, "team") || has_word(heading, "project") ? "team" : "person";
    }
    const Sample* sample(const std::string& name) const {
        const auto found = std::ranges::find(samples_, name, &Sample::name);
        return found == samples_.end() ? nullptr : &*found;
    }

    /// Cells that are merged in a spreadsheet stand in the first of their rows.
    void fill_down(const std::string& name) {
        const Sample* const column = sample(name);
        if (name.empty() || !column->in_first_row || !column->has_gaps()) return;
        if (mapping_.prepare.empty()) mapping_.prepare.emplace_back();
        mapping_.prepare.front().fill_down.push_back(name);
        mapping_.about += " Empty cells of '" + model::shown(name) + "' take what stands above them.";
    }

    std::vector<std::string> forms_of(const std::string& name) const {
        return name.empty() ? std::vector<std::string>() : fitting_forms(*sample(name));
    }
    /// A column of dates, with the form that they have.
    Cell date_of(const std::string& name, const std::vector<std::string>& forms) {
        Cell cell = column(name);
        if (forms.empty()) {
            mapping_.about += " Not all of '" + model::shown(name) +
                              "' are days of one form: say which in 'date', of clock times the 'zone', and what is no "
                              "date in 'values'.";
            return cell;
        }
        const auto shown = [](const std::string& form) { return form.empty() ? "EDTF (2025-11-20)" : form; };
        if (forms.size() > 1)
            mapping_.about += " The dates of '" + model::shown(name) + "' may be " + shown(forms[0]) + " or " +
                              shown(forms[1]) + ": the values do not tell which.";
        cell.date = forms.front();
        return cell;
    }

    /// A result that was not understood would go to `extra` without a word.
    void say_left_over() {
        if (mapping_.nomination.contains("outcome")) return;
        for (const Sample& sample : samples_) {
            if (sample.taken || sample.filled == 0 || !may_be_result(sample)) continue;
            mapping_.about += " What '" + model::shown(sample.name) +
                              "' says of who won is not understood: say in 'nomination' what its values mean.";
            return;
        }
    }

    static bool may_be_result(const Sample& sample) {
        return sample.values.size() <= most_values &&
               std::ranges::any_of(Words{"winner", "win", "won", "result", "outcome", "status", "role"},
                                   [&](std::string_view word) { return has_word(sample.heading, word); });
    }

    void text(const char* field, const Words& headings) {
        const std::string name = take(headings);
        if (!name.empty()) mapping_.nomination[field] = column(name);
    }

    void credit(const std::string& who) {
        CreditMapping credit;
        const Sample& values = *sample(who);
        credit.nominee = nominee(who, kind_of(values.heading));
        const auto often = [&](std::size_t number) { return number * 20 > values.filled; };
        if (often(values.with_bar))
            credit.split = Split{{who}, {"|"}, {}};
        else if (often(values.with_semicolon))
            credit.split = Split{{who}, {"; "}, {}};
        mapping_.credits.push_back(std::move(credit));
    }

    /// A column of few values, of which some are words for what became of a nomination.
    void result() {
        static const std::map<std::string, std::string> meanings = {{"true", "won"},
                                                                    {"yes", "won"},
                                                                    {"y", "won"},
                                                                    {"1", "won"},
                                                                    {"winner", "won"},
                                                                    {"won", "won"},
                                                                    {"win", "won"},
                                                                    {"false", "not_placed"},
                                                                    {"no", "not_placed"},
                                                                    {"n", "not_placed"},
                                                                    {"0", "not_placed"},
                                                                    {"nominee", ""},
                                                                    {"nominated", ""},
                                                                    {"runner-up", "runner_up"},
                                                                    {"runner up", "runner_up"},
                                                                    {"commended", "commended"},
                                                                    {"highly commended", "highly_commended"},
                                                                    {"\u2713", "won"},
                                                                    {"\u2714", "won"},
                                                                    {"x", "won"},
                                                                    {"shortlist", ""},
                                                                    {"longlist", ""},
                                                                    {"shortlisted", ""},
                                                                    {"finalist", ""},
                                                                    {"longlisted", ""},
                                                                    {"*", "won"},
                                                                    {"", ""}};
        for (Sample& sample : samples_) {
            if (sample.filled == 0 || !may_be_result(sample)) continue;
            Cell cell = column(sample.name);
            bool won = false;
            bool all = true;
            for (const auto& [value, times] : sample.values) {
                const auto meaning = meanings.find(model::key(value));
                all = all && meaning != meanings.end();
                if (meaning == meanings.end()) continue;
                won = won || meaning->second == "won";
                cell.values.emplace(value, meaning->second);
            }
            if (!won || !all) continue;
            sample.taken = true;
            mapping_.nomination["outcome"] = cell;
            for (auto& [value, means] : cell.values) {
                const std::string key = model::key(value);
                means = key.starts_with("longlist")                         ? "longlisted"
                        : key.starts_with("shortlist") || key == "finalist" ? "shortlisted"
                                                                            : "";
            }
            const auto listed = [](const auto& entry) { return !entry.second.empty(); };
            if (std::ranges::any_of(cell.values, listed)) mapping_.nomination["stage"] = cell;
            return;
        }
    }

    void identifiers() {
        for (Sample& sample : samples_) {
            for (const char* scheme : {"imdb", "wikidata", "isbn", "viaf", "orcid"}) {
                if (!has_word(sample.heading, scheme)) continue;
                sample.taken = true;
                mapping_.nomination[std::string("identifiers.") + scheme] = column(sample.name);
            }
            if (!sample.taken && !sample.number && sample.filled > 0 &&
                (sample.heading == "id" || sample.heading == "nomination id" || sample.heading == "ref" ||
                 sample.heading == "reference")) {
                sample.taken = true;
                mapping_.key = {sample.name};
            }
        }
    }

    std::vector<Sample> samples_;
    Mapping mapping_;
};

}  // namespace

Mapping Mapping::suggest(ArrowArrayStream& rows, std::string_view data_set) {
    model::check_line(data_set, "data_set");
    if (model::is_blank(data_set)) throw InvalidValue("the data set needs a name", "data_set");
    exchange::Batches batches(rows);
    return Suggesting(read_samples(batches), data_set).propose();
}

}  // namespace laurels::inline v0
