# SPDX-License-Identifier: BSL-1.0
# Runs GENERATE into the folder FRESH and compares what it wrote with the folder COMMITTED.
file(REMOVE_RECURSE ${FRESH})
file(MAKE_DIRECTORY ${FRESH})
execute_process(COMMAND ${GENERATE} ${FRESH} COMMAND_ERROR_IS_FATAL ANY)

file(GLOB fresh RELATIVE ${FRESH} ${FRESH}/*)
file(GLOB committed RELATIVE ${COMMITTED} ${COMMITTED}/*)
if(NOT fresh STREQUAL committed OR NOT fresh STREQUAL "brand-1-30d.jsonl;brand-1-90d.jsonl")
  message(FATAL_ERROR "the generator wrote '${fresh}', ${COMMITTED} holds '${committed}'")
endif()
foreach(name ${fresh})
  file(SHA256 ${FRESH}/${name} fresh_hash)
  file(SHA256 ${COMMITTED}/${name} committed_hash)
  if(NOT fresh_hash STREQUAL committed_hash)
    message(FATAL_ERROR "${COMMITTED}/${name} differs from ${FRESH}/${name}: "
                        "run `${GENERATE} ${COMMITTED}` and commit the result")
  endif()
endforeach()
