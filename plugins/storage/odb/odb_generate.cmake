# SPDX-License-Identifier: GPL-2.0-only
find_program(ODB_EXECUTABLE odb REQUIRED)

# odb_generate(HEADER.hxx DATABASES db... [OPTIONS ...]) runs the odb compiler once for all
# databases and sets, in the caller's scope, HEADER_common_sources and HEADER_DB_sources: what to
# compile.
#
# Values of a database need its traits, which are included as DB_traits.hxx.
function(odb_generate header)
  cmake_parse_arguments(ODB "" "" "DATABASES;OPTIONS" ${ARGN})
  cmake_path(GET header STEM name)
  set(source ${CMAKE_CURRENT_SOURCE_DIR}/${header})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})

  set(prologue "#include \"optional_traits.hxx\"")
  set(arguments --multi-database dynamic --database common
    --odb-epilogue ${prologue} --hxx-prologue ${prologue})
  set(outputs ${out}/${name}-odb.cxx ${out}/${name}-odb.hxx ${out}/${name}-odb.ixx)
  set(${name}_common_sources ${out}/${name}-odb.cxx PARENT_SCOPE)
  foreach(database ${ODB_DATABASES})
    list(APPEND arguments --database ${database}
      --hxx-prologue "${database}:#include \"${database}_traits.hxx\"")
    set(base ${out}/${name}-odb-${database})
    list(APPEND outputs ${base}.cxx ${base}.hxx ${base}.ixx)
    set(${name}_${database}_sources ${base}.cxx PARENT_SCOPE)
  endforeach()

  # ODB 2.4 does not know C++20, but the last -std on the compiler's command line wins. Nor does it
  # list the files that it read: the compiler does so for the same header.
  set(includes -I${PROJECT_SOURCE_DIR}/include -I${CMAKE_CURRENT_SOURCE_DIR})
  foreach(folder ${Boost_INCLUDE_DIRS})
    list(APPEND includes -I${folder})
  endforeach()
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND ${ODB_EXECUTABLE} ${arguments} --std c++11 -x -std=c++20 -x -w ${includes}
            --generate-query ${ODB_OPTIONS} --output-dir ${out} ${source}
    COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 -w -MM -DODB_COMPILER ${includes}
            -include ${CMAKE_CURRENT_SOURCE_DIR}/optional_traits.hxx
            -MT ${out}/${name}-odb.cxx -MF ${out}/${name}.d ${source}
    DEPFILE ${out}/${name}.d
    MAIN_DEPENDENCY ${source}
    COMMENT "odb ${header}" VERBATIM)
endfunction()
