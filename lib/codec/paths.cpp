#include "codec/paths.hpp"

#include <nlohmann/json.hpp>

namespace laurels::inline v0::codec {

std::vector<Path> paths_of(const Json& set) {
    std::vector<Path> paths;
    for (const auto& [field, value] : set.items()) {
        if (!value.is_object() || field == "measure") {
            paths.push_back({field, {}});
            continue;
        }
        for (const auto& [entry, inner] : value.items()) paths.push_back({field, entry});
    }
    return paths;
}

bool sets(const Json& set, const Path& path) {
    if (path.field == "stage") return set.contains("stage") || set.contains("reached");
    const auto found = set.find(path.field);
    if (found == set.end()) return false;
    return path.entry.empty() || !found->is_object() || found->contains(path.entry);
}

void move_path(Json& from, const Path& path, Json& to) {
    if (path.entry.empty())
        to[path.field].swap(from.at(path.field));
    else
        to[path.field][path.entry].swap(from.at(path.field).at(path.entry));
}

}  // namespace laurels::inline v0::codec
