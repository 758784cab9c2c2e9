/** Which files are read: the one rule, for hosts that find files themselves. */
export { excludedBy, foreignFolders, isManifestPath, isReadPath, relevantText } from '../manifests/manifestFiles.ts';
export { isConfigurationFile } from '../manifests/fileNames.ts';
export { decodeText } from '../base/decodeText.ts';

import { limits } from '../manifests/limits.ts';

/** Characters beyond which a file is not read. */
export const mostCharacters = limits.file;
