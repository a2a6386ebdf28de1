# What Laurels is built with. Each is taken, in this order,
#   1. as it is, where a parent project has already made the target,
#   2. from the system, by find_package,
#   3. from its sources, at the release named here.
# SQLite and OpenSSL are always the system's: two copies of SQLite in one process lose data.
#
# Afterwards LAURELS_ALL_FOUND says whether everything was found. Only then can the library be installed, for an
# installed library can't refer to targets of somebody's build.

include(FetchContent)

set(LAURELS_ALL_FOUND TRUE)

# laurels_dependency(<name> <target> <how to declare it>...)
macro(laurels_dependency name target)
    if(NOT TARGET ${target})
        FetchContent_Declare(${name} ${ARGN})
        FetchContent_MakeAvailable(${name})
    endif()
    laurels_note_origin(${target})
endmacro()

# Clears LAURELS_ALL_FOUND if the target, by whatever alias, belongs to this build.
macro(laurels_note_origin target)
    if(TARGET ${target})
        get_target_property(laurels_imported ${target} IMPORTED)
        if(NOT laurels_imported)
            set(LAURELS_ALL_FOUND FALSE)
        endif()
    endif()
endmacro()

# Applies to what is included from here only.
block(SCOPE_FOR POLICIES VARIABLES PROPAGATE LAURELS_ALL_FOUND)
    # What is fetched listens to the variables below, makes static libraries that go into a Python module as well,
    # and stays out of our install tree.
    set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)
    set(CMAKE_POLICY_VERSION_MINIMUM 3.10)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
    set(BUILD_SHARED_LIBS OFF)
    set(BUILD_TESTING OFF)

    # GLOBAL, for what is found must be visible to whoever links the library, in any folder.
    find_package(Threads REQUIRED GLOBAL)
    find_package(SQLite3 3.37 REQUIRED GLOBAL)  # the first with STRICT tables
    if(TARGET SQLite3::SQLite3)
        # SQLiteCpp still says SQLite::SQLite3; the remark that this is deprecated would be for its authors.
        set_property(TARGET SQLite::SQLite3 PROPERTY DEPRECATION)
    endif()
    find_package(OpenSSL 1.1.1 REQUIRED COMPONENTS Crypto GLOBAL)

    set(SQLITECPP_INTERNAL_SQLITE OFF)
    set(SQLITECPP_RUN_CPPCHECK OFF)
    set(SQLITECPP_RUN_CPPLINT OFF)
    laurels_dependency(
        SQLiteCpp
        SQLiteCpp
        URL https://github.com/SRombauts/SQLiteCpp/archive/3.2.1.tar.gz
        URL_HASH SHA256=70c67d5680c47460f82a7abf8e6b0329bf2fb10795a982a6d8abc06adb42d693
        FIND_PACKAGE_ARGS 3.2 GLOBAL)

    laurels_dependency(
        nlohmann_json
        nlohmann_json::nlohmann_json
        URL https://github.com/nlohmann/json/archive/v3.11.2.tar.gz
        URL_HASH SHA256=d69f9deb6a75e2580465c6c4c5111b89c4dc2fa94e3a85fcd2ffcd9a143d9273
        FIND_PACKAGE_ARGS 3.11 GLOBAL)

    set(UTF8PROC_INSTALL OFF)
    laurels_dependency(
        utf8proc
        utf8proc::utf8proc
        URL https://github.com/JuliaStrings/utf8proc/archive/v2.8.0.tar.gz
        URL_HASH SHA256=a0a60a79fe6f6d54e7d411facbfcc867a6e198608f2cd992490e46f04b1bcecc
        FIND_PACKAGE_ARGS 2.6 GLOBAL)
    if(NOT TARGET utf8proc::utf8proc)
        add_library(utf8proc::utf8proc ALIAS utf8proc)
        laurels_note_origin(utf8proc::utf8proc)
    endif()

    set(RE2_BUILD_TESTING OFF)
    laurels_dependency(
        re2
        re2::re2
        GIT_REPOSITORY https://github.com/google/re2.git
        GIT_TAG 2022-06-01  # the last release that needs nothing more
        FIND_PACKAGE_ARGS GLOBAL)

    # Never in the library itself, so where they come from decides nothing.
    set(laurels_library_found ${LAURELS_ALL_FOUND})
    if(LAURELS_TESTS)
        set(INSTALL_GTEST OFF)
        laurels_dependency(
            GTest
            GTest::gmock
            URL https://github.com/google/googletest/archive/release-1.12.1.tar.gz
            URL_HASH SHA256=81964fe578e9bd7c94dfdb09c8e4d6e6759e19967e397dbea48d1c10e45d0df2
            FIND_PACKAGE_ARGS 1.12 GLOBAL)
    endif()
    if(LAURELS_BENCHMARKS)
        set(BENCHMARK_ENABLE_TESTING OFF)
        set(BENCHMARK_ENABLE_INSTALL OFF)
        laurels_dependency(
            benchmark
            benchmark::benchmark
            URL https://github.com/google/benchmark/archive/refs/tags/v1.7.1.tar.gz
            URL_HASH SHA256=6430e4092653380d9dc4ccb45a1e2dc9259d581f4866dc0759713126056bc1d7
            FIND_PACKAGE_ARGS 1.7 GLOBAL)
    endif()
    set(LAURELS_ALL_FOUND ${laurels_library_found})
endblock()
