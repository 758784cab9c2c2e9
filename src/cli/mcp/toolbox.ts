import { english } from '../../base/message.ts';
import type { Refusal } from '../../service/questions.ts';
import type { Service } from '../../service/service.ts';
import { toolForms, type ToolForm } from '../../service/toolForms.ts';
import { answerTool, type ToolAnswer } from '../../service/tools.ts';
import { readWorkspace, UnreadablePath, type WorkspaceOptions, type WorkspaceTexts } from '../workspace.ts';

/** What agents may ask of some folders, whatever protocol they speak. */
export interface Toolbox {
  readonly tools: readonly { readonly name: string; readonly form: ToolForm }[];
  /** For the model, once, before it asks. */
  readonly instructions: string;
  /** Rejects only for an error of our own. */
  readonly answer: (name: string, input: unknown) => Promise<ToolAnswer | Refusal>;
}

/** `paths` as given, none for the current folder. Each question reads them anew: agents write files between two questions, and what they are told has to hold for what they have written. */
export function toolboxOf(
  paths: readonly string[],
  options: WorkspaceOptions,
  serve: (texts: WorkspaceTexts) => { readonly service: Service; readonly failures: readonly unknown[] },
): Toolbox {
  const refused = (text: string): Refusal => ({ type: 'refused', text });
  const given = paths.length === 0 ? ['.'] : paths;
  return {
    tools: Object.entries(toolForms).map(([name, form]) => ({ name, form })),
    instructions: `Everything is predicted from the manifests in ${given.join(', ')} (below ${options.currentFolder}) as they are on disk at each question; no cluster is asked and no file is written. Paths are relative to ${options.currentFolder}. Ask "check" again after each change of a manifest.`,
    answer: async (name, input) => {
      let texts: WorkspaceTexts;
      try {
        texts = await readWorkspace(paths, options);
      } catch (error) {
        if (error instanceof UnreadablePath) return refused(error.message);
        throw error;
      }
      // A question that saw nothing must not look like one that found nothing.
      if (texts.empty.length === given.length) return refused(`There is no manifest below ${texts.empty.join(', ')}.`);
      const { service, failures } = serve(texts);
      const answer = await answerTool(service, name, input, english);
      service.dispose();
      if (failures.length > 0) throw failures[0];
      return answer;
    },
  };
}
