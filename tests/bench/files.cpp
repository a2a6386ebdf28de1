#include "files.hpp"

#include "report.hpp"

namespace bench {

const Data& large_data() {
    static const Data data = make_data(nominations());
    return data;
}

const std::filesystem::path& large_file() {
    static const std::filesystem::path path = [] {
        const auto place = folder() / "large.laurels";
        auto registry = fresh(place);
        load(registry, large_data());
        return place;
    }();
    return path;
}

laurels::Registry fresh(const std::filesystem::path& path, const laurels::Options& options) {
    std::filesystem::remove(path);
    return laurels::Registry::open(path, options);
}

}  // namespace bench
