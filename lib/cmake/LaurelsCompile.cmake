# In our own builds every warning is an error; whoever builds Laurels as a part of something else is left in peace.
function(laurels_warnings target)
    if(NOT LAURELS_DEVELOPER)
        return()
    endif()
    set_target_properties(${target} PROPERTIES COMPILE_WARNING_AS_ERROR ON)
    if(MSVC)
        target_compile_options(${target} PRIVATE /W4)
    else()
        target_compile_options(
            ${target}
            PRIVATE -Wall
                    -Wextra
                    -Wpedantic
                    -Wshadow
                    -Wconversion
                    -Wsign-conversion
                    -Wold-style-cast
                    -Wnon-virtual-dtor
                    -Woverloaded-virtual
                    -Wcast-align
                    # a designated initialiser that leaves the rest at its default is what records are made for
                    -Wno-missing-field-initializers
                    # Clang blames whoever calls std::stable_sort for what libstdc++ before 13 uses inside of it
                    $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
                    # of files that are compiled as one, what one hides of another is no mistake
                    $<$<BOOL:${CMAKE_UNITY_BUILD}>:-Wno-shadow>
                    # and GCC takes each but the first for a header
                    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wno-subobject-linkage>
                    # GCC 12 sees overlaps in std::string where there are none (GCC bug 105651)
                    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
    endif()
endfunction()

# Headers that most files of a target include, compiled once.
function(laurels_precompile target)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    # without this a compiler cache can't see into them
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()
