// The framework is bundled with the commands: half of a start would otherwise go into loading its many files.
export {execute} from '@oclif/core'
