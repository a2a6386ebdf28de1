#include "exchange/plan.hpp"

#include "exchange/fields.hpp"
#include "exchange/keys.hpp"
#include "model/agree.hpp"
#include "model/text.hpp"
#include "model/validate.hpp"

#include <laurels/error.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace laurels::inline v0::exchange {

namespace {

std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "'" : ", '") + model::shown(name) + "'";
    return list;
}

/// Steps that split may multiply one another.
constexpr std::size_t most_of_one = 100'000;

/// A list that is left in one cell.
std::string joined(std::string_view text) {
    std::string list(text);
    std::ranges::replace(list, item_separator, ';');
    return list;
}

void check_no_list(std::string_view text, const std::string& column) {
    if (text.find(item_separator) == std::string_view::npos) return;
    throw RowError(column, model::shown(joined(text)), "the cell is a list: 'split' in a credit takes it apart");
}

/// Without what it refers to, which is found later.
void validate_alone(auto& record, auto& reference) {
    const auto before = reference;
    if (!reference) reference.value = 1;
    model::validate(record);
    reference = before;
}

/// Calls `check`; what is wrong with a field refuses the row.
template <class Check>
void check_in_row(Check&& check) {
    try {
        check();
    } catch (const InvalidValue& error) {
        if (error.field.empty()) throw;
        throw RowError(error.field, "", error.what());
    }
}

void check_place(Place& place) {
    check_in_row([&] {
        if (place.award) model::validate(*place.award);
        if (place.edition) validate_alone(*place.edition, place.edition->award);
        if (place.series) validate_alone(*place.series, place.series->award);
        if (place.category) validate_alone(*place.category, place.category->edition);
        if (place.ceremony) validate_alone(*place.ceremony, place.ceremony->edition);
        if (place.deadline) validate_alone(*place.deadline, place.deadline->edition);
    });
}

void check_kind(const NomineeEntry& entry, bool is_work) {
    if ((entry.nominee.kind == NomineeKind::work) == is_work) return;
    throw RowError("Nominee.kind", std::string(name(entry.nominee.kind)),
                   "'" + model::shown(entry.nominee.name) +
                       (is_work ? "' is what a nomination is for, which is of the kind 'work'"
                                : "' is who is credited, which no work is: a work belongs to 'work'"));
}

/// What is wrong with the records themselves is found before anything is written that the row is in, so that a row that
/// is refused leaves nothing behind.
void check_records(Entry& entry) {
    check_in_row([&] {
        validate_alone(*entry.nomination, entry.nomination->category);
        if (entry.work && !entry.work->id) {
            check_kind(*entry.work, true);
            model::validate(entry.work->nominee);
        }
        Fraction shares;
        for (CreditEntry& credit : entry.credits) {
            validate_alone(credit.credit, credit.credit.nominee);
            if (credit.credit.share) shares = shares + *credit.credit.share;
            if (credit.nominee.id) continue;
            check_kind(credit.nominee, false);
            model::validate(credit.nominee.nominee);
        }
        if (shares > Fraction(1))
            throw RowError("Credit.share", shares.text(), "the shares of the credits make more than the whole");
    });
}

}  // namespace

Plan::Plan(const Mapping& mapping, const std::vector<Column>& columns)
    : mapping_(mapping), columns_(columns), none_(mapping.none) {
    for (const Column& column : columns) new_slot(column.name);
    for (const std::string& given : mapping.optional) {
        const std::string column = one_line(given);
        if (!slots_.contains(column)) missing_.push_back(column);
        new_slot(column);
    }
    for (std::size_t i = 0; i < mapping.prepare.size(); ++i)
        steps_.push_back(compile(mapping.prepare[i], "prepare[" + std::to_string(i) + "]"));
    award_ = compile(mapping.award, "award");
    edition_ = compile(mapping.edition, "edition");
    series_ = compile(mapping.series, "series");
    category_ = compile(mapping.category, "category");
    ceremony_ = compile(mapping.ceremony, "ceremony");
    deadline_ = compile(mapping.deadline, "deadline");
    nomination_ = compile(mapping.nomination, "nomination");
    if (mapping.work) {
        work_ = compile(*mapping.work, "work");
        work_->is_work = true;
    }
    for (std::size_t i = 0; i < mapping.credits.size(); ++i)
        credits_.push_back(compile(mapping.credits[i], "credits[" + std::to_string(i) + "]"));
    key_ = key_slots(mapping.key, "key");
    if (!mapping.id.empty()) id_ = slot(mapping.id, "id");
    if (!mapping.exported.empty()) exported_ = slot(mapping.exported, "exported");
    for (const std::string& column : mapping.ignore) {
        const std::size_t slot = known_slot(column, "ignore");
        if (used_[slot])
            throw InvalidValue("mapping, at ignore: the column '" + model::shown(column) +
                                   "' is used elsewhere in the mapping: is it to be ignored or not?",
                               "ignore");
        used_[slot] = true;
    }
    has_nominations_ = is_of_nominations(mapping);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (used_[i]) continue;
        if (columns[i].storage != Storage::unread) {
            left_over_.push_back(i);
            continue;
        }
        remarks_.push_back("the column '" + model::shown(columns[i].name) + "' goes nowhere: it has " +
                           columns[i].type() + ", which is not read. Turn it into text, or 'ignore' it");
    }
    if (!has_nominations_ && !left_over_.empty()) {
        std::vector<std::string> names;
        names.reserve(left_over_.size());
        for (const std::size_t column : left_over_) names.push_back(names_[column]);
        remarks_.push_back("the columns " + listed(names) +
                           " go nowhere: the mapping makes no nominations, as 'nomination', 'work' or 'credits' would");
    }
    for (const Section* section : {&award_, &edition_, &series_, &category_, &ceremony_, &deadline_}) {
        for (const FieldCell& field : *section) {
            for (const std::size_t slot : field.cell.slots()) place_slots_.push_back(slot);
        }
    }
    texts_.resize(names_.size());
    made_.resize(names_.size());
}

std::size_t Plan::new_slot(const std::string& column) {
    const auto [place, fresh] = slots_.emplace(column, names_.size());
    if (fresh) {
        names_.push_back(column);
        used_.push_back(false);
        made_of_.emplace_back();
    }
    return place->second;
}

void Plan::refuse_missing(const std::string& column, const std::string& place) const {
    std::vector<std::string> names = names_;
    std::erase_if(names, [&](const std::string& name) { return std::ranges::find(missing_, name) != missing_.end(); });
    std::string what = "mapping, at " + place + ": the table has no column '" + model::shown(column) + "'; ";
    if (columns_.empty())
        what += "it has no columns at all. Where lines stand before the headings of a file, 'skip_lines' in the "
                "mapping's 'reading' says how many";
    else
        what += "it has " + listed(names);
    if (columns_.size() == 1 &&
        (columns_.front().tabs || columns_.front().name.find_first_of(",;|") != std::string::npos))
        what += ". That looks like several columns: 'delimiter' in the mapping's 'reading' says what stands between "
                "them";
    throw InvalidValue(what, place);
}

std::size_t Plan::known_slot(const std::string& column, const std::string& place) const {
    const auto found = slots_.find(one_line(column));
    if (found == slots_.end()) refuse_missing(column, place);
    return found->second;
}

std::size_t Plan::slot(const std::string& column, const std::string& place) {
    const std::size_t slot = known_slot(column, place);
    if (slot < columns_.size()) columns_[slot].check_read("mapping, at " + place + ": ");
    used_[slot] = true;
    return slot;
}

const Column* Plan::numbers_in(std::size_t slot) const {
    std::vector<std::size_t> waiting = {slot};
    std::set<std::size_t> seen;
    while (!waiting.empty()) {
        const std::size_t one = waiting.back();
        waiting.pop_back();
        if (!seen.insert(one).second) continue;
        if (one < columns_.size() && columns_[one].is_number()) return &columns_[one];
        waiting.insert(waiting.end(), made_of_[one].begin(), made_of_[one].end());
    }
    return nullptr;
}

std::vector<std::size_t> Plan::key_slots(const std::vector<std::string>& columns, const std::string& place) {
    std::vector<std::size_t> slots;
    for (const std::string& column : columns) {
        slots.push_back(slot(column, place));
        const Column* const numbers = numbers_in(slots.back());
        if (numbers == nullptr) continue;
        std::string what = "mapping, at " + place + ": the column '" + model::shown(column) + "' is a key and ";
        if (numbers->name != one_line(column))
            what.append("is made of '").append(model::shown(numbers->name)).append("', which ");
        what += "holds numbers, which lose their zeros and gain decimal points on the way: give it as text";
        throw InvalidValue(what, place);
    }
    return slots;
}

CompiledCell Plan::compile(const Cell& cell, const std::string& place) {
    return {cell, place, [&](const std::string& column, const std::string& at) { return slot(column, at); }};
}

Plan::Section Plan::compile(const Cells& cells, const std::string& section) {
    Section compiled;
    for (const auto& [field, cell] : cells) compiled.push_back({field, compile(cell, place_of(section, field))});
    return compiled;
}

Plan::NomineePlan Plan::compile(const NomineeMapping& nominee, const std::string& place) {
    NomineePlan plan;
    plan.fields = compile(nominee.fields, place);
    plan.key = key_slots(nominee.key, place + ".key");
    if (!nominee.id.empty()) plan.id = slot(nominee.id, place + ".id");
    plan.says_kind = nominee.fields.contains("kind");
    for (const NomineeMapping& whole : nominee.part_of) plan.part_of.push_back(compile(whole, place + ".part_of"));
    return plan;
}

Plan::ExtractPlan Plan::compile(const Extract& extract, const std::string& place) {
    ExtractPlan plan{slot(extract.column, place), Pattern(extract.pattern), {}, extract.required};
    for (const auto& [name, number] : plan.pattern.groups()) {
        plan.to.push_back(new_slot(name));
        made_of_[plan.to.back()].push_back(plan.from);
    }
    return plan;
}

Plan::ConditionPlan Plan::compile(const RowCondition& condition, const std::string& place) {
    ConditionPlan plan{slot(condition.column, place), {}, {}, condition.not_};
    if (condition.same.empty())
        plan.pattern.emplace(condition.pattern);
    else
        plan.same = slot(condition.same, place);
    return plan;
}

Plan::SplitPlan Plan::compile(const Split& split, const std::string& place) {
    SplitPlan plan;
    for (const std::string& column : split.columns) plan.columns.push_back(slot(column, place));
    plan.by = split.by;
    if (!split.pattern.empty()) plan.pattern.emplace(split.pattern);
    return plan;
}

Plan::CreditPlan Plan::compile(const CreditMapping& credit, const std::string& place) {
    CreditPlan plan;
    if (credit.split) plan.split = compile(*credit.split, place + ".split");
    if (credit.extract) {
        plan.extract = compile(*credit.extract, place + ".extract");
        for (const std::size_t made : plan.extract->to) {
            const bool is_source =
                made == plan.extract->from ||
                (plan.split && std::ranges::find(plan.split->columns, made) != plan.split->columns.end());
            if (!is_source) continue;
            throw InvalidValue("mapping, at " + place + ".extract: it makes a column '" + model::shown(names_[made]) +
                                   "', which is the one that it is made of: give the group another name",
                               place + ".extract");
        }
    }
    plan.nominee = compile(credit.nominee, place + ".nominee");
    plan.fields = compile(credit.fields, place);
    return plan;
}

std::vector<std::size_t> Plan::columns_like(const std::string& pattern, const std::string& place) {
    std::vector<std::size_t> slots;
    if (pattern.empty()) return slots;
    const Pattern wanted(pattern);
    std::vector<std::string> headings;
    headings.reserve(columns_.size());
    for (const Column& column : columns_) {
        headings.push_back(column.name);
        if (wanted.found_in(column.name)) slots.push_back(slot(column.name, place));
    }
    if (!slots.empty()) return slots;
    throw InvalidValue("mapping, at " + place + ": no heading has the pattern '" + model::shown(pattern) +
                           "'; the table has " + listed(headings),
                       place);
}

Plan::Step Plan::compile(const Preparation& step, const std::string& place) {
    Step plan;
    for (const std::string& column : step.fill_down)
        plan.fill_down.emplace_back(slot(column, place + ".fill_down"), std::string());
    if (step.extract) plan.extract = compile(*step.extract, place + ".extract");
    if (!step.set.empty()) {
        plan.to = compile(step.to, place + ".to");
        plan.set = new_slot(one_line(step.set));
        for (const std::size_t from : plan.to->slots()) made_of_[*plan.set].push_back(from);
    }
    if (step.when) plan.when = compile(*step.when, place + ".when");
    if (step.skip) plan.skip = compile(*step.skip, place + ".skip");
    if (step.split) plan.split = compile(*step.split, place + ".split");
    if (step.unpivot) {
        std::vector<std::size_t> from = columns_like(step.unpivot->pattern, place + ".unpivot");
        for (const std::string& column : step.unpivot->columns) from.push_back(slot(column, place + ".unpivot"));
        const std::size_t name = new_slot(one_line(step.unpivot->name));
        plan.unpivot = UnpivotPlan{std::move(from), name, new_slot(one_line(step.unpivot->value))};
        auto& made_of = made_of_[plan.unpivot->value];
        made_of.insert(made_of.end(), plan.unpivot->columns.begin(), plan.unpivot->columns.end());
    }
    return plan;
}

void Plan::set_text(std::size_t slot, std::string text) {
    made_[slot] = std::move(text);
    texts_[slot] = made_[slot];
}

bool Plan::read_row(Batches& batches, std::size_t row) {
    bool any = false;
    std::ranges::fill(texts_, std::string_view());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto cell = batches.cell(i, row);
        if (!cell) continue;
        if (const auto bad = model::invalid_utf8(*cell))
            throw RowError(names_[i], model::shown(*cell),
                           "it is not UTF-8 at byte " + std::to_string(*bad + 1) + ": say which encoding the file has");
        const std::string_view text = trimmed(*cell);
        if (text.empty()) continue;
        any = true;
        if (std::ranges::find(none_, text) == none_.end()) texts_[i] = text;
    }
    return any;
}

void Plan::extract(const ExtractPlan& plan) {
    const auto found = plan.pattern.extract(texts_[plan.from]);
    if (!found) {
        if (plan.required)
            throw RowError(names_[plan.from], model::shown(texts_[plan.from]),
                           "it has not the form that the mapping expects here");
        return;
    }
    std::vector<std::string> texts;
    for (const std::string_view text : *found) texts.emplace_back(trimmed(text));
    for (std::size_t i = 0; i < texts.size(); ++i) set_text(plan.to[i], std::move(texts[i]));
}

bool Plan::holds(const ConditionPlan& condition) const {
    const std::string_view text = texts_[condition.column];
    if (condition.pattern) return condition.pattern->found_in(text) != condition.negated;
    const bool same = !text.empty() && model::key(text) == model::key(texts_[*condition.same]);
    return same != condition.negated;
}

void Plan::take_step(Step& step) {
    for (auto& [slot, last] : step.fill_down) {
        if (texts_[slot].empty())
            texts_[slot] = last;
        else
            last = texts_[slot];
    }
    if (step.extract) extract(*step.extract);
    if (step.set && (!step.when || holds(*step.when)))
        set_text(*step.set, std::string(step.to->evaluate(texts_).value_or("")));
}

void Plan::prepare(std::size_t step, const std::function<void()>& done) {
    for (; step < steps_.size(); ++step) {
        if (steps_[step].unpivot || steps_[step].split) return each_row_of(steps_[step], step + 1, done);
        if (steps_[step].skip && holds(*steps_[step].skip)) return;
        take_step(steps_[step]);
    }
    done();
}

void Plan::each_row_of(const Step& step, std::size_t next, const std::function<void()>& done) {
    // What one row makes of the columns is not for the next, whose texts would be gone.
    const std::vector<std::string> whole(texts_.begin(), texts_.end());
    const auto begin_row = [&] {
        for (std::size_t slot = 0; slot < whole.size(); ++slot) set_text(slot, whole[slot]);
    };
    if (step.unpivot) {
        for (const std::size_t column : step.unpivot->columns) {
            if (whole[column].empty()) continue;
            begin_row();
            set_text(step.unpivot->name, names_[column]);
            set_text(step.unpivot->value, whole[column]);
            prepare(next, done);
        }
        return;
    }
    const auto [lists, most] = parts(*step.split);
    std::vector<std::vector<std::string>> texts;
    texts.reserve(lists.size());
    for (const auto& list : lists) texts.emplace_back(list.begin(), list.end());
    for (std::size_t part = 0; part < most; ++part) {
        begin_row();
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::size_t column = step.split->columns[i];
            if (!whole[column].empty()) set_text(column, texts[i][part]);
        }
        prepare(next, done);
    }
}

template <RecordType R>
R Plan::record(const Section& section) const {
    R record;
    std::string list;
    for (const FieldCell& field : section) {
        auto text = field.cell.evaluate(texts_);
        if (!text) continue;
        if (parse_field(field.field).field == "extra")
            text = list = joined(*text);
        else
            check_no_list(*text, field.cell.column());
        try {
            set_field(record, field.field, *text, field.cell.date_form(), field.cell.zone());
        } catch (const InvalidValue& error) {
            throw RowError(field.cell.column(), model::shown(*text), error.what());
        }
    }
    return record;
}

/// A record that the row names; nullopt where it does not.
template <RecordType R>
std::optional<R> Plan::named(const Section& section, std::string_view key) const {
    if (section.empty()) return std::nullopt;
    R found = record<R>(section);
    const auto missing = [&](const std::string& text) { return text.empty() && !key.empty(); };
    if constexpr (requires { found.name; }) {
        if (missing(found.name)) return std::nullopt;
    } else if constexpr (requires { found.label; }) {
        if (missing(found.label)) return std::nullopt;
    }
    // An alias that is the name itself says nothing.
    if constexpr (requires { found.aliases; })
        std::erase_if(found.aliases, [&](const Alias& alias) { return model::agree(alias.name, found.name); });
    return found;
}

/// The id that stands there; none where nothing does.
template <RecordType R>
Id<R> Plan::own_id(std::size_t slot) const {
    if (texts_[slot].empty()) return {};
    try {
        const RecordId id = RecordId::parse(texts_[slot]);
        if (id.kind != kind_of<R>) throw InvalidValue("it is no " + std::string(name(kind_of<R>)));
        return Id<R>(id.value);
    } catch (const InvalidValue& error) {
        throw RowError(names_[slot], model::shown(texts_[slot]), error.what());
    }
}

std::string Plan::key_text(const std::vector<std::size_t>& slots) const {
    std::string key;
    bool any = false;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        check_no_list(texts_[slots[i]], names_[slots[i]]);
        try {
            model::check_line(texts_[slots[i]], "the key");
        } catch (const InvalidValue& error) {
            throw RowError(names_[slots[i]], model::shown(texts_[slots[i]]), error.what());
        }
        append_key(key, texts_[slots[i]], i == 0 ? Part::first : Part::next);
        any = any || !texts_[slots[i]].empty();
    }
    return any ? key : std::string();
}

std::optional<NomineeEntry> Plan::nominee(const NomineePlan& plan) const {
    auto found = named<Nominee>(plan.fields, "name");
    if (!found) return std::nullopt;
    NomineeEntry entry{std::move(*found), key_text(plan.key), {}};
    entry.says_kind = plan.says_kind || plan.is_work;
    if (plan.is_work && !plan.says_kind) entry.nominee.kind = NomineeKind::work;
    if (plan.id) entry.id = own_id<Nominee>(*plan.id);
    for (const NomineePlan& whole : plan.part_of) {
        if (auto part_of = nominee(whole)) entry.part_of.push_back(std::move(*part_of));
    }
    if (entry.part_of.empty()) {
        entry.found_by = nominee_key(entry, {});
        entry.print = print_of(entry.nominee);
    }
    return entry;
}

std::vector<std::string_view> Plan::parts(const SplitPlan& split, std::string_view text) const {
    std::vector<std::string_view> pieces;
    if (text.find(item_separator) != std::string_view::npos) {
        for (std::size_t from = 0; from <= text.size();) {
            const std::size_t end = std::min(text.find(item_separator, from), text.size());
            pieces.push_back(text.substr(from, end - from));
            from = end + 1;
        }
    } else if (split.pattern) {
        pieces = split.pattern->split(text);
    } else {
        std::size_t from = 0;
        for (;;) {
            std::size_t end = text.size();
            std::size_t size = 0;
            for (const std::string& by : split.by) {
                // Of two that begin at one place the longer: ", and " before ", ".
                const std::size_t found = text.find(by, from);
                if (found < end || (found == end && found != text.size() && by.size() > size)) {
                    end = found;
                    size = by.size();
                }
            }
            pieces.push_back(text.substr(from, end - from));
            if (size == 0) break;
            from = end + size;
        }
    }
    for (std::string_view& piece : pieces) {
        piece = trimmed(piece);
        if (std::ranges::find(none_, piece) != none_.end()) piece = {};
    }
    return pieces;
}

Plan::Parts Plan::parts(const SplitPlan& split) const {
    Parts all;
    for (const std::size_t slot : split.columns) {
        all.lists.push_back(parts(split, texts_[slot]));
        all.most = std::max(all.most, all.lists.back().size());
    }
    for (std::size_t i = 0; i < all.lists.size(); ++i) {
        const std::size_t slot = split.columns[i];
        // An empty column says nothing of any.
        if (all.lists[i].size() == all.most || texts_[slot].empty()) continue;
        throw RowError(names_[slot], model::shown(texts_[slot]),
                       "it has " + std::to_string(all.lists[i].size()) +
                           " parts, where another column of the split has " + std::to_string(all.most) +
                           ": which belongs to which cannot be told");
    }
    return all;
}

void Plan::add_credit(const CreditPlan& plan, std::vector<CreditEntry>& credits) {
    if (plan.extract) {
        for (const std::size_t slot : plan.extract->to) texts_[slot] = {};
        extract(*plan.extract);
    }
    auto who = nominee(plan.nominee);
    if (!who) return;
    credits.push_back({record<Credit>(plan.fields), std::move(*who)});
}

void Plan::add_credits(const CreditPlan& plan, std::vector<CreditEntry>& credits) {
    if (!plan.split) {
        add_credit(plan, credits);
        return;
    }
    const std::vector<std::string_view> whole = texts_;
    const auto [lists, most] = parts(*plan.split);
    for (std::size_t part = 0; part < most; ++part) {
        for (std::size_t i = 0; i < lists.size(); ++i) {
            const std::size_t slot = plan.split->columns[i];
            texts_[slot] = whole[slot].empty() ? std::string_view() : lists[i][part];
        }
        add_credit(plan, credits);
    }
    texts_ = whole;
    // What was made for a part is its own, and its text is gone.
    if (plan.extract) {
        for (const std::size_t slot : plan.extract->to) texts_[slot] = {};
    }
}

Extra Plan::left_over() const {
    Extra extra;
    for (const std::size_t slot : left_over_) {
        if (texts_[slot].empty()) continue;
        extra.emplace(names_[slot].empty() ? "column " + std::to_string(slot + 1) : names_[slot], joined(texts_[slot]));
    }
    return extra;
}

std::string Plan::natural_key(const Entry& entry) const {
    std::string key;
    key.reserve(128);
    append_key(key, entry.place->award->name, Part::first);
    append_key(key, entry.place->edition->label);
    append_key(key, entry.place->category->name);
    append_key(key, entry.nomination->title);
    if (entry.work) append_key(key, entry.work->key.empty() ? entry.work->nominee.name : entry.work->key);
    for (const CreditEntry& credit : entry.credits)
        append_key(key, credit.nominee.key.empty() ? credit.nominee.nominee.name : credit.nominee.key);
    return key;
}

Place Plan::read_place() const {
    Place place;
    place.award = named<Award>(award_, "name");
    if (!place.award) return place;
    place.edition = named<Edition>(edition_, "label");
    place.series = named<Series>(series_, "name");
    if (!place.edition) return place;
    place.category = named<Category>(category_, "name");
    if (!ceremony_.empty()) {
        place.ceremony = record<Ceremony>(ceremony_);
        if (*place.ceremony == Ceremony()) place.ceremony.reset();
    }
    place.deadline = named<Deadline>(deadline_, "name");
    return place;
}

std::shared_ptr<const Place> Plan::place() {
    const auto same = [&] {
        for (std::size_t i = 0; i < place_slots_.size(); ++i) {
            if (texts_[place_slots_[i]] != place_texts_[i]) return false;
        }
        return true;
    };
    if (place_ && same()) return place_;
    Place said = read_place();
    check_place(said);
    auto place = std::make_shared<const Place>(std::move(said));
    std::vector<std::string> texts;
    texts.reserve(place_slots_.size());
    for (const std::size_t slot : place_slots_) texts.emplace_back(texts_[slot]);
    place_texts_ = std::move(texts);
    place_ = std::move(place);
    return place_;
}

/// What has nominations must say where they are. Throws RowError.
void Plan::need_place(const Place& place) const {
    const auto need = [](bool there, const Section& section, const char* what) {
        if (there) return;
        const auto found = std::ranges::find_if(
            section, [](const FieldCell& field) { return field.field == "name" || field.field == "label"; });
        throw RowError(found == section.end() ? what : found->cell.column(), "",
                       std::string("the row does not say which ") + what + " it belongs to");
    };
    need(place.award.has_value(), award_, "award");
    need(place.edition.has_value(), edition_, "edition");
    need(place.category.has_value(), category_, "category");
}

std::string Plan::named_in_row() {
    if (work_) {
        if (const auto work = nominee(*work_)) return work->nominee.name;
    }
    std::vector<CreditEntry> credits;
    for (const CreditPlan& plan : credits_) add_credits(plan, credits);
    return credits.empty() ? std::string() : credits.front().nominee.nominee.name;
}

Entry Plan::entry() {
    Entry entry;
    key_in_hand_.clear();
    key_in_hand_ = key_text(key_);
    entry.place = place();
    if (!has_nominations_) return entry;
    need_place(*entry.place);
    // Where nobody won, or nothing was held, the row is about the category.
    if (entry.place->category->no_award || entry.place->category->cancelled) {
        Place about = *entry.place;
        about.category->extra.merge(left_over());
        check_place(about);
        entry.place = std::make_shared<const Place>(std::move(about));
        entry.passed_over = named_in_row();
        return entry;
    }
    entry.nomination = record<Nomination>(nomination_);
    entry.nomination->extra.merge(left_over());
    if (work_) entry.work = nominee(*work_);
    for (const CreditPlan& plan : credits_) add_credits(plan, entry.credits);
    // Here, so that the thread that reads has taken all the memory that it will let go of.
    entry.nomination->credits.reserve(entry.credits.size());
    entry.key = key_in_hand_.empty() ? natural_key(entry) : key_in_hand_;
    if (id_) entry.nomination->id = own_id<Nomination>(*id_);
    if (exported_) entry.exported = texts_[*exported_];
    check_records(entry);
    return entry;
}

void Plan::name_column(RowError& error) const {
    const std::string column = column_of(mapping_, error.column);
    if (column == error.column) return;
    error.column = column;
    const auto found = slots_.find(one_line(column));
    if (error.value.empty() && found != slots_.end()) error.value = model::shown(joined(texts_[found->second]));
}

void Plan::read(Batches& batches, std::size_t row, std::vector<Entry>& entries) {
    ++row_;
    if (const auto bad = batches.refused(row)) throw RowError(std::string(bad->column), "", std::string(bad->reason));
    if (!read_row(batches, row)) return;
    const auto before = static_cast<std::ptrdiff_t>(entries.size());
    key_in_hand_.clear();
    try {
        prepare(0, [&] {
            if (entries.size() - static_cast<std::size_t>(before) == most_of_one)
                throw RowError("", "", "the mapping makes more than " + std::to_string(most_of_one) + " rows of it");
            entries.push_back(entry());
            entries.back().row = row_;
            entries.back().line = batches.line(row);
        });
    } catch (RowError& error) {
        name_column(error);
        if (!key_in_hand_.empty()) error.keys.push_back(key_in_hand_);
        for (auto at = entries.begin() + before; at != entries.end(); ++at) error.keys.push_back(std::move(at->key));
        entries.erase(entries.begin() + before, entries.end());
        throw;
    }
}

}  // namespace laurels::inline v0::exchange
