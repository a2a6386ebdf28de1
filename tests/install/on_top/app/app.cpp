#include "garland.hpp"

#include <cstdlib>
#include <iostream>

int main() {
    const std::string date = garland_date("2025-11");
    std::cout << date << '\n';
    return date == "November 2025" ? EXIT_SUCCESS : EXIT_FAILURE;
}
