import type {Origin} from '../../cluster/object.ts'

/** The directory in which an object is written, with the slash at its end; '' of what came from the API, and of the working directory. */
export function directoryOf(origin: Origin | undefined): string {
  return origin ? origin.file.slice(0, origin.file.lastIndexOf('/') + 1) : ''
}
