import { check } from '../../support/marks.ts';

const deployment = (replicas: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [] } }
`;

describe('yaml/limit for pods', () => {
  it('says where more pods are asked for than are worked out', () => {
    check(
      deployment('100000\n  #         ^^^^^^ hint yaml/limit: Only the first 5000 pods of Deployment web are worked out, not all 100000.'),
    );
  });

  it('is silent up to the bound', () => check(deployment('5000')));

  it('names the largest workload when all together are too many', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    check(
      names
        .map(
          (name) =>
            `---\n${deployment(name === 'c' ? '4500' : '4200')
              .replaceAll('app: web', `app: ${name}`)
              .replace(
                'name: web }',
                `name: ${name} }${name === 'c' ? '\n#                 ^ hint yaml/limit: The workloads of this cluster want more than 20000 pods; 1300 of them are left out.' : ''}`,
              )}`,
        )
        .join(''),
    );
  });
});
