#pragma once

// Patterns of RE2, whose time and memory are bounded by the text whatever the pattern: mappings come from anywhere.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace re2 {
class RE2;
}

namespace laurels::inline v0::exchange {

class Pattern {
  public:
    /// Throws InvalidValue for what is no pattern.
    explicit Pattern(const std::string& pattern);
    ~Pattern();
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;

    static void check(const std::string& pattern) { Pattern{pattern}; }

    bool found_in(std::string_view text) const;
    /// What `rewrite` makes of the first match, with \1 as its first group; nullopt where there is none.
    std::optional<std::string> rewritten(std::string_view text, const std::string& rewrite) const;
    /// False, with the text as it was, where that would make it longer than `most` bytes.
    bool replace_all(std::string& text, const std::string& rewrite, std::size_t most) const;
    /// Whether a rewrite refers only to groups that there are.
    bool allows(const std::string& rewrite, std::string& why) const;

    /// The named groups, with their numbers, in the order of the pattern.
    const std::vector<std::pair<std::string, int>>& groups() const { return groups_; }
    /// The texts of the named groups, in that order; nothing where the pattern is not found. They point into the text.
    std::optional<std::vector<std::string_view>> extract(std::string_view text) const;
    /// The pieces between matches. A pattern that matches nothing separates nothing.
    std::vector<std::string_view> split(std::string_view text) const;

  private:
    std::unique_ptr<re2::RE2> compiled_;
    std::vector<std::pair<std::string, int>> groups_;
};

}  // namespace laurels::inline v0::exchange
