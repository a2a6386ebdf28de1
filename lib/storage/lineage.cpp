#include "storage/lineage.hpp"

#include "model/display.hpp"
#include "model/text.hpp"
#include "storage/column.hpp"
#include "storage/failure.hpp"
#include "storage/questions.hpp"
#include "storage/visibility.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace laurels::inline v0::storage {

namespace {

using std::chrono::sys_days;

// ------------------------------------------------------------------------------------------------------------ words

std::string in_quotes(const std::string& name) { return "'" + name + "'"; }

std::string first_end(const Date& date) {
    const std::string text = date.text();
    return text.substr(0, text.find('/'));
}
std::string last_end(const Date& date) {
    const std::string text = date.text();
    return text.substr(text.find('/') + 1);  // all of it where there is none
}

/// From the beginning of one date to the end of another.
Date from_to(const Date& first, const Date& last) {
    const std::string from = first_end(first);
    const std::string to = last_end(last);
    return Date::parse(from == to && from != ".." ? from : from + "/" + to);
}

std::string shown(const std::string& end) { return Date::parse(end).display(); }

/// "in 1928", "on 16 May 1929", "in 1927–1928": of something that happened once.
std::string at(const Date& date) { return (date.exact() ? "on " : "in ") + date.display(); }

/// "from 1928 to 1930", "from 2006", "until 2005", "in 1928": of something that lasted.
std::string during(const Date& date) {
    const std::string from = first_end(date);
    const std::string to = last_end(date);
    if (from == to) return at(date);
    if (from == "..") return "until " + shown(to);
    if (to == "..") return "from " + shown(from);
    return "from " + shown(from) + " to " + shown(to);
}

std::string with_date(const std::string& text, const std::optional<Date>& date) {
    return date ? text + " " + at(*date) : text;
}

/// "'A'", "'A' and 'B'", "'A', 'B' and 'C'".
std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t at = 0; at < names.size(); ++at)
        text += (at == 0 ? "" : at + 1 == names.size() ? " and " : ", ") + in_quotes(names[at]);
    return text;
}

// ------------------------------------------------------------------------------------------------------------ order

/// A chapter, and what decides where it stands among those that begin at the same time.
struct Chapter {
    enum class Rank : std::uint8_t { origin, called, gap, ending };
    Rank rank;
    LineageEntry entry;
};

/// In order of time. Where something came from stands first and what became of it last if nobody knows when.
std::vector<LineageEntry> in_order(std::vector<Chapter> chapters) {
    const auto start = [](const Chapter& chapter) {
        if (chapter.entry.dates) return chapter.entry.dates->earliest().value_or(sys_days::min());
        return chapter.rank == Chapter::Rank::origin ? sys_days::min() : sys_days::max();
    };
    std::ranges::stable_sort(chapters, [&](const Chapter& left, const Chapter& right) {
        return std::pair(start(left), left.rank) < std::pair(start(right), right.rank);
    });
    std::vector<LineageEntry> entries;
    entries.reserve(chapters.size());
    for (Chapter& chapter : chapters) entries.push_back(std::move(chapter.entry));
    return entries;
}

// ------------------------------------------------------------------------------------------------------------ names

/// What comes next: the next year after a year, the next month after a month, the next day after a day.
std::optional<Date> after(const Date& date) {
    const auto last = date.latest();
    if (!last) return std::nullopt;
    const std::chrono::year_month_day next(*last + std::chrono::days(1));
    const auto year = static_cast<int>(next.year());
    if (year > 9999) return std::nullopt;
    const std::string end = last_end(date);
    const auto parts = std::ranges::count(end, '-');
    const std::string begins = Date::of(year, parts > 0 ? static_cast<unsigned>(next.month()) : 0,
                                        parts > 1 ? static_cast<unsigned>(next.day()) : 0)
                                   .text();
    return Date::parse(begins + "/..");
}

/// The names that are dated, in order, and then the present one.
void add_names(std::vector<Chapter>& chapters, std::vector<Alias> aliases, const std::string& present) {
    std::erase_if(aliases, [](const Alias& alias) { return !alias.dates; });
    std::ranges::stable_sort(aliases, {}, [](const Alias& alias) { return *alias.dates; });
    for (const Alias& alias : aliases)
        chapters.push_back(
            {Chapter::Rank::called,
             {alias.dates, "called", "called " + in_quotes(alias.name) + " " + during(*alias.dates), {}}});
    if (aliases.empty()) {
        chapters.push_back({Chapter::Rank::origin, {{}, "called", "called " + in_quotes(present), {}}});
        return;
    }
    const auto last = std::ranges::max_element(
        aliases, {}, [](const Alias& alias) { return alias.dates->latest().value_or(sys_days::max()); });
    if (model::key(last->name) == model::key(present)) return;
    const auto since = after(*last->dates);
    const std::string text =
        since ? "called " + in_quotes(present) + " " + during(*since) : "now called " + in_quotes(present);
    chapters.push_back({Chapter::Rank::called, {since, "called", text, {}}});
}

/// The aliases of a record and of those that were merged into it.
template <RecordType R>
std::vector<Alias> aliases_of(Connection& connection, Id<R> id) {
    std::vector<Alias> aliases;
    for (const std::int64_t twin : twins(connection, id)) {
        for (Alias& alias : get_itself(connection, Id<R>(twin)).aliases) aliases.push_back(std::move(alias));
    }
    return aliases;
}

// --------------------------------------------------------------------------------------------------------- editions

/// "1, 2, 3": the twins of a record, for a list in SQL.
std::string twin_list(Connection& connection, RecordId record) {
    std::string list;
    for (const std::int64_t id : twins(connection, record)) list += (list.empty() ? "" : ", ") + std::to_string(id);
    return list;
}

/// The dates of an award's editions, each with how many editions have it; those of which no beginning is known are left
/// out.
std::map<Date, std::int64_t> edition_dates(Connection& connection, Id<Award> award) {
    std::map<Date, std::int64_t> dates;
    auto query =
        connection.statement("SELECT e.date FROM edition AS e WHERE e.award IN (" + twin_list(connection, award) +
                             ") AND e.date IS NOT NULL AND " + visible(Kind::edition, "e"));
    while (query.step()) {
        const Date date = Date::parse(checked_text(query.text(0)));
        if (date.earliest()) ++dates[date];
    }
    return dates;
}

/// The time between two editions, in whole years where there are any.
Date between(const Date& before, const Date& next) {
    const sys_days first = before.latest().value_or(*before.earliest()) + std::chrono::days(1);
    const sys_days last = *next.earliest() - std::chrono::days(1);
    const int first_year = static_cast<int>(std::chrono::year_month_day(first - std::chrono::days(1)).year()) + 1;
    const int last_year = static_cast<int>(std::chrono::year_month_day(last + std::chrono::days(1)).year()) - 1;
    if (first_year <= last_year) return from_to(Date::of(first_year), Date::of(last_year));
    return from_to(Date::of(first), Date::of(std::max(first, last)));
}

/// Pauses of an award: where the time to the next edition is more than one and a half times the usual.
void add_pauses(std::vector<Chapter>& chapters, const std::map<Date, std::int64_t>& editions) {
    std::vector<std::pair<Date, Date>> neighbours;
    for (auto next = editions.begin(); next != editions.end(); ++next) {
        if (next != editions.begin()) neighbours.emplace_back(std::prev(next)->first, next->first);
    }
    const auto spacing = [](const std::pair<Date, Date>& pair) {
        return *pair.second.earliest() - *pair.first.earliest();
    };
    std::erase_if(neighbours, [&](const auto& pair) { return spacing(pair) == std::chrono::days(0); });  // two at once
    if (neighbours.empty()) return;
    std::vector<std::chrono::days> usual;
    usual.reserve(neighbours.size());
    for (const auto& pair : neighbours) usual.push_back(spacing(pair));
    const auto middle = usual.begin() + static_cast<std::ptrdiff_t>((usual.size() - 1) / 2);
    std::ranges::nth_element(usual, middle);
    for (const auto& pair : neighbours) {
        const bool overlap = pair.first.latest() && *pair.first.latest() >= *pair.second.earliest();
        if (overlap || 2 * spacing(pair) <= 3 * *middle) continue;
        const Date gap = between(pair.first, pair.second);
        chapters.push_back({Chapter::Rank::gap, {gap, "paused", "no edition " + during(gap), {}}});
    }
}

std::vector<LineageEntry> lineage_of(Connection& connection, const Award& award) {
    std::vector<Chapter> chapters;
    add_names(chapters, aliases_of(connection, award.id), award.name);
    add_pauses(chapters, edition_dates(connection, award.id));
    return in_order(std::move(chapters));
}

// ----------------------------------------------------------------------------------------------------------- series

/// A category of a series in an edition whose date is known.
struct Wording {
    std::string name;
    std::optional<std::string> cancelled;
};

/// The categories of a series by the dates of their editions.
std::map<Date, std::vector<Wording>> wordings(Connection& connection, Id<Series> series) {
    std::map<Date, std::vector<Wording>> found;
    auto query =
        connection.statement("SELECT e.date, c.name, c.cancelled FROM category AS c JOIN edition AS e ON e.id = "
                             "c.edition WHERE c.series IN (" +
                             twin_list(connection, series) + ") AND e.date IS NOT NULL AND " +
                             visible(Kind::category, "c") + " ORDER BY c.id");
    while (query.step()) {
        const Date date = Date::parse(checked_text(query.text(0)));
        Wording wording{std::string(checked_text(query.text(1))), {}};
        if (!query.is_null(2)) wording.cancelled = checked_text(query.text(2));
        if (date.earliest()) found[date].push_back(std::move(wording));
    }
    return found;
}

/// Something that went on through editions that follow one another.
struct Run {
    std::string name;  // as in the first of them
    Date first{};
    Date last{};
    std::int64_t editions = 0;

    void extend(const Date& date, std::int64_t more) {
        if (editions == 0) first = date;
        last = date;
        editions += more;
    }
    Date dates() const { return from_to(first, last); }
    /// "in 1928", "from 1928 to 1930".
    std::string when() const { return first == last ? at(first) : during(dates()); }
};

/// Follows a series through the editions of its award.
class Course {
  public:
    Course(std::vector<Chapter>& chapters, const std::map<Date, std::int64_t>& editions,
           const std::map<Date, std::vector<Wording>>& categories)
        : chapters_(chapters) {
        for (const auto& [date, count] : editions) {
            const bool its_time = date >= categories.begin()->first && date <= categories.rbegin()->first;
            if (!its_time) continue;
            const auto found = categories.find(date);
            if (found == categories.end())
                miss(date, count);
            else
                have(date, found->second);
        }
        while (!runs_.empty()) end(runs_.begin());
    }

  private:
    void have(const Date& date, const std::vector<Wording>& categories) {
        if (pause_.editions > 0) end_pause();
        std::set<std::string> keys;
        for (const Wording& category : categories) {
            keys.insert(model::key(category.name));
            if (category.cancelled) add_cancelled(date, *category.cancelled);
        }
        end_others(keys);
        for (const std::string& key : keys) {
            Run& run = runs_[key];
            const auto same = [&](const Wording& category) { return model::key(category.name) == key; };
            if (run.editions == 0) run.name = std::ranges::find_if(categories, same)->name;
            run.extend(date, std::ranges::count_if(categories, same));
        }
    }

    void miss(const Date& date, std::int64_t editions) {
        end_others({});
        pause_.extend(date, editions);
    }

    void end_others(const std::set<std::string>& keys) {
        for (auto run = runs_.begin(); run != runs_.end();) run = keys.contains(run->first) ? std::next(run) : end(run);
    }

    std::map<std::string, Run>::iterator end(std::map<std::string, Run>::iterator ending) {
        const Run& run = ending->second;
        std::string text = "called " + in_quotes(run.name) + " " + run.when();
        if (run.first != run.last) text += ", in " + model::counted(run.editions, "edition", "editions");
        chapters_.push_back({Chapter::Rank::called, {run.dates(), "called", text, {}}});
        return runs_.erase(ending);
    }

    void end_pause() {
        const std::string text =
            "paused " + pause_.when() + ": " + model::counted(pause_.editions, "edition", "editions") + " without it";
        chapters_.push_back({Chapter::Rank::gap, {pause_.dates(), "paused", text, {}}});
        pause_ = {};
    }

    void add_cancelled(const Date& date, const std::string& reason) {
        const std::string text = "cancelled " + at(date) + (reason.empty() ? "" : ": " + model::display(reason));
        chapters_.push_back({Chapter::Rank::gap, {date, "cancelled", text, {}}});
    }

    std::vector<Chapter>& chapters_;
    std::map<std::string, Run> runs_;  // those going on, by the key of their wording
    Run pause_;
};

/// Which series came from which, merged twins as the one that was kept, without those that are void.
class Family {
  public:
    explicit Family(Connection& connection) : connection_(connection) {
        std::map<Id<Series>, Id<Series>> kept_as;
        const auto all = State(connection).all<Series>();
        for (const Series& each : all) kept_as[each.id] = kept(connection, each.id);
        for (const Series& each : all) {
            if (!each.merged_into) names_[each.id] = each.name;
            for (const Id<Series> earlier : each.succeeds) {
                const Id<Series> from = kept_as.contains(earlier) ? kept_as[earlier] : earlier;
                const Id<Series> to = kept_as[each.id];
                if (from == to || is_hidden(connection, from) || is_hidden(connection, to)) continue;
                from_[to].insert(from);
                into_[from].insert(to);
            }
        }
    }

    void add_origins(std::vector<Chapter>& chapters, Id<Series> series) {
        const auto& origins = from_[series];
        for (const Id<Series> origin : origins) {
            const auto began = taken_over(origin, series);
            const bool merged = origins.size() > 1;
            const bool split = into_[origin].size() > 1;
            const std::string what = merged ? "merged from" : split ? "split from" : "continues";
            std::string text = what + " " + in_quotes(names_[origin]);
            if (began && !merged && !split)
                text.append(" from ").append(began->display());
            else
                text = with_date(text, began);
            if (merged) text.append(", together with ").append(others(origins, origin));
            chapters.push_back({Chapter::Rank::origin, {began, what, text, origin}});
        }
    }

    void add_ends(std::vector<Chapter>& chapters, Id<Series> series) {
        const auto& ends = into_[series];
        for (const Id<Series> end : ends) {
            const auto began = taken_over(series, end);
            std::string text = with_date("became " + in_quotes(names_[end]), began);
            if (ends.size() > 1) text += ", one of the " + std::to_string(ends.size()) + " that it was split into";
            if (from_[end].size() > 1) text += ", merged with " + others(from_[end], series);
            chapters.push_back({Chapter::Rank::ending, {began, "became", text, end}});
        }
    }

  private:
    /// The names of all of them but one.
    std::string others(const std::set<Id<Series>>& ids, Id<Series> one) {
        std::vector<std::string> names;
        for (const Id<Series> id : ids) {
            if (id != one) names.push_back(names_[id]);
        }
        return listed(names);
    }

    /// The date of the first edition in which the later one stands for the earlier: its own first, or, where it was
    /// there before the earlier one was split from it, its first since that has ended.
    std::optional<Date> taken_over(Id<Series> earlier, Id<Series> later) {
        const auto before = wordings(connection_, earlier);
        const auto after = wordings(connection_, later);
        auto first = after.begin();
        if (!before.empty() && first != after.end() && first->first < before.begin()->first)
            first = after.upper_bound(before.rbegin()->first);
        return first == after.end() ? std::nullopt : std::optional(first->first);
    }

    Connection& connection_;
    std::map<Id<Series>, std::string> names_;
    std::map<Id<Series>, std::set<Id<Series>>> from_;
    std::map<Id<Series>, std::set<Id<Series>>> into_;
};

std::vector<LineageEntry> lineage_of(Connection& connection, const Series& series) {
    std::vector<Chapter> chapters;
    Family family(connection);
    family.add_origins(chapters, series.id);
    const auto categories = wordings(connection, series.id);
    auto editions = edition_dates(connection, kept(connection, series.award));
    for (const auto& [date, names] : categories) editions.try_emplace(date, 1);
    if (categories.empty())
        add_names(chapters, aliases_of(connection, series.id), series.name);
    else
        Course(chapters, editions, categories);
    family.add_ends(chapters, series.id);
    return in_order(std::move(chapters));
}

}  // namespace

std::vector<LineageEntry> lineage(Connection& connection, RecordId record) {
    if (record.kind != Kind::award && record.kind != Kind::series)
        throw WrongKind("only awards and series have a lineage, and " + to_string(record) + " is neither",
                        {Kind::award, Kind::series}, record.kind);
    const Snapshot snapshot(connection);
    return decoding([&] { return "the lineage of " + to_string(record); },
                    [&] {
                        if (record.kind == Kind::award)
                            return lineage_of(connection, get_record(connection, Id<Award>(record.value)));
                        return lineage_of(connection, get_record(connection, Id<Series>(record.value)));
                    });
}

}  // namespace laurels::inline v0::storage
