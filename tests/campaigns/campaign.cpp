#include "campaign.hpp"

#include <cstdio>

namespace campaigns {

std::string figure(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

std::string counted(std::int64_t number, const std::string& what) {
    return figure(number) + " " + what + (number == 1 ? "" : "s");
}

std::string text(std::chrono::microseconds time) {
    const auto count = time.count();
    if (count < 1'000) return std::to_string(count) + " µs";
    if (count < 1'000'000) return std::to_string(count / 1'000) + " ms";
    return std::to_string(count / 1'000'000) + "." + std::to_string(count / 100'000 % 10) +
           std::to_string(count / 10'000 % 10) + " s";
}

}  // namespace campaigns
