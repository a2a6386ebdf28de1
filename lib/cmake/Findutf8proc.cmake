# Finds utf8proc, which not every system ships a CMake package for. Makes the target utf8proc::utf8proc.

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
    pkg_check_modules(PC_utf8proc QUIET libutf8proc)
endif()

find_path(utf8proc_INCLUDE_DIR utf8proc.h HINTS ${PC_utf8proc_INCLUDE_DIRS})
find_library(utf8proc_LIBRARY utf8proc HINTS ${PC_utf8proc_LIBRARY_DIRS})

# The header has the version of the library, whatever pkg-config calls that of the data.
if(utf8proc_INCLUDE_DIR)
    file(STRINGS ${utf8proc_INCLUDE_DIR}/utf8proc.h utf8proc_VERSION
         REGEX "^#define UTF8PROC_VERSION_(MAJOR|MINOR|PATCH) [0-9]+$")
    list(TRANSFORM utf8proc_VERSION REPLACE "^#define UTF8PROC_VERSION_[A-Z]+ " "")
    list(JOIN utf8proc_VERSION "." utf8proc_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
    utf8proc
    REQUIRED_VARS utf8proc_LIBRARY utf8proc_INCLUDE_DIR
    VERSION_VAR utf8proc_VERSION)
mark_as_advanced(utf8proc_INCLUDE_DIR utf8proc_LIBRARY)

if(utf8proc_FOUND AND NOT TARGET utf8proc::utf8proc)
    add_library(utf8proc::utf8proc UNKNOWN IMPORTED)
    set_target_properties(utf8proc::utf8proc PROPERTIES IMPORTED_LOCATION ${utf8proc_LIBRARY}
                                                        INTERFACE_INCLUDE_DIRECTORIES ${utf8proc_INCLUDE_DIR})
endif()
