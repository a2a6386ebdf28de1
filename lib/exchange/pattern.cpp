#include "exchange/pattern.hpp"

#include "model/text.hpp"

#include <laurels/error.hpp>

#include <re2/re2.h>

#include <algorithm>

namespace laurels::inline v0::exchange {

namespace {

constexpr std::int64_t most_memory = std::int64_t(8) << 20;  // of one pattern, compiled

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(const re2::StringPiece& text) {
    return text.data() == nullptr ? std::string_view() : std::string_view(text.data(), text.size());
}

}  // namespace

Pattern::Pattern(const std::string& pattern) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(most_memory);
    compiled_ = std::make_unique<RE2>(pattern, options);
    if (!compiled_->ok()) throw InvalidValue("'" + model::shown(pattern) + "' is no pattern: " + compiled_->error());
    for (const auto& [name, number] : compiled_->NamedCapturingGroups()) groups_.emplace_back(name, number);
    std::ranges::sort(groups_, {}, &std::pair<std::string, int>::second);
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

bool Pattern::found_in(std::string_view text) const { return RE2::PartialMatch(piece(text), *compiled_); }

std::optional<std::string> Pattern::rewritten(std::string_view text, const std::string& rewrite) const {
    std::string out;
    if (!RE2::Extract(piece(text), *compiled_, rewrite, &out)) return std::nullopt;
    return out;
}

bool Pattern::replace_all(std::string& text, const std::string& rewrite, std::size_t most) const {
    // Each group of the rewriting may be all that was found.
    const auto groups = static_cast<std::size_t>(std::ranges::count(rewrite, '\\'));
    std::size_t bound = text.size() * (groups + 1) + (text.size() + 1) * rewrite.size();
    if (bound > most) {
        bound = text.size();
        re2::StringPiece found;
        for (std::size_t at = 0;
             at <= text.size() && compiled_->Match(piece(text), at, text.size(), RE2::UNANCHORED, &found, 1);) {
            bound += groups * found.size() + rewrite.size();
            if (bound > most) return false;
            const auto end = static_cast<std::size_t>(found.data() - text.data()) + found.size();
            at = found.empty() ? end + 1 : end;
        }
    }
    RE2::GlobalReplace(&text, *compiled_, rewrite);
    return true;
}

bool Pattern::allows(const std::string& rewrite, std::string& why) const {
    return compiled_->CheckRewriteString(rewrite, &why);
}

std::optional<std::vector<std::string_view>> Pattern::extract(std::string_view text) const {
    const int count = compiled_->NumberOfCapturingGroups() + 1;
    std::vector<re2::StringPiece> found(static_cast<std::size_t>(count));
    if (!compiled_->Match(piece(text), 0, text.size(), RE2::UNANCHORED, found.data(), count)) return std::nullopt;
    std::vector<std::string_view> texts;
    texts.reserve(groups_.size());
    for (const auto& [name, number] : groups_) texts.push_back(view(found[static_cast<std::size_t>(number)]));
    return texts;
}

std::vector<std::string_view> Pattern::split(std::string_view text) const {
    std::vector<std::string_view> pieces;
    std::size_t from = 0;
    std::size_t at = 0;
    re2::StringPiece found;
    while (at <= text.size() && compiled_->Match(piece(text), at, text.size(), RE2::UNANCHORED, &found, 1)) {
        const auto begin = static_cast<std::size_t>(found.data() - text.data());
        if (found.empty()) {
            at = begin + 1;
            continue;
        }
        pieces.push_back(text.substr(from, begin - from));
        from = at = begin + found.size();
    }
    pieces.push_back(text.substr(from));
    return pieces;
}

}  // namespace laurels::inline v0::exchange
